-- The door rules at a level stand on what the Kanwil of Jakarta said on 4 February 2022 (report A): they count from then on.
UPDATE loket_doorrule SET starts_on = '2022-02-04'
 WHERE area = '' AND region_id IS NULL AND office_id IS NULL AND level IS NOT NULL AND starts_on IS NULL;
