-- law_of_day: all rows that may count for one office on the day of `moment` in the office's zone (R61), in one answer.
--
-- One row a rule as JSON, `sort` naming its table; first `office` (region, zone, province, day). Rows of every area and
-- level come along: foundation/policy/rules.py chooses, and can also choose as if another level were in force.
-- Half-open days: a row counts from starts_on until before ends_on.
CREATE FUNCTION loket_law_of_day_v1(an_office bigint, moment timestamptz) RETURNS TABLE (sort text, line jsonb)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    office loket_office%ROWTYPE;
    day date;
BEGIN
    SELECT * INTO office FROM loket_office WHERE id = an_office;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    day := (moment AT TIME ZONE office.timezone)::date;
    RETURN QUERY
    SELECT 'office', jsonb_build_object('region_id', office.region_id, 'timezone', office.timezone,
                                        'province', office.province, 'day', day);
    RETURN QUERY
    SELECT 'level', to_jsonb(e) FROM loket_enactment e
     WHERE e.region_id = office.region_id AND (e.office_id IS NULL OR e.office_id = office.id)
       AND daterange(e.starts_on, e.ends_on) @> day
     ORDER BY e.office_id NULLS LAST LIMIT 1;
    RETURN QUERY
    SELECT 'number', to_jsonb(r) FROM loket_number r
     WHERE (r.region_id IS NULL OR r.region_id = office.region_id) AND (r.office_id IS NULL OR r.office_id = office.id)
       AND daterange(r.starts_on, r.ends_on) @> day ORDER BY r.id;
    RETURN QUERY
    SELECT 'cap', to_jsonb(r) FROM loket_staffcap r
     WHERE (r.region_id IS NULL OR r.region_id = office.region_id) AND (r.office_id IS NULL OR r.office_id = office.id)
       AND daterange(r.starts_on, r.ends_on) @> day ORDER BY r.id;
    RETURN QUERY
    SELECT 'sector', to_jsonb(r) FROM loket_sectorrule r
     WHERE (r.region_id IS NULL OR r.region_id = office.region_id) AND (r.office_id IS NULL OR r.office_id = office.id)
       AND daterange(r.starts_on, r.ends_on) @> day ORDER BY r.id;
    RETURN QUERY
    SELECT 'door', to_jsonb(r) FROM loket_doorrule r
     WHERE (r.region_id IS NULL OR r.region_id = office.region_id) AND (r.office_id IS NULL OR r.office_id = office.id)
       AND daterange(r.starts_on, r.ends_on) @> day ORDER BY r.id;
    RETURN QUERY
    SELECT 'screening', to_jsonb(r) FROM loket_screeningrule r
     WHERE (r.region_id IS NULL OR r.region_id = office.region_id) AND (r.office_id IS NULL OR r.office_id = office.id)
       AND daterange(r.starts_on, r.ends_on) @> day ORDER BY r.id;
    RETURN QUERY
    SELECT 'measure', to_jsonb(r) FROM loket_measure r
     WHERE (r.region_id IS NULL OR r.region_id = office.region_id) AND (r.office_id IS NULL OR r.office_id = office.id)
       AND daterange(r.starts_on, r.ends_on) @> day ORDER BY r.code, r.id;
END
$$;
