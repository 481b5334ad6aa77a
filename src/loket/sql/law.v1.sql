-- The law as data: what counts in the whole country or a group of provinces, with its basis. R and B: domain.md, MISSION.
-- No start: the sources give none, it counts from ever. "Ketentuan bawaan Loket": no source gives the figure, an office's
-- or region's own rule goes before it. What changes later comes as law.v2.sql: end a row, add its successor.

INSERT INTO loket_number (area, name, value, level, starts_on, ends_on, citation, source) VALUES
('', 'largest_party', 5, NULL, NULL, NULL, 'Ketentuan APAPO dan M-Paspor: satu pendaftaran paling banyak 5 pemohon', 'https://travel.tribunnews.com/amp/2020/03/02/cara-mudah-daftar-antrean-online-paspor-bagi-pemula?page=2'),
('', 'held_per_account', 5, NULL, NULL, NULL, 'Ketentuan APAPO dan M-Paspor: satu akun paling banyak 5 pemohon', 'https://labviral.com/style/2158/21032023/5-tips-menggunakan-aplikasi-m-paspor-ingat-ada-batas-waktu-pembayaran?page=2'),
('', 'booked_per_account', 10, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 2): nomor untuk orang, bukan untuk dijual', ''),
('', 'booked_within', 24, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 2)', ''),
('', 'check_in_before', 30, NULL, NULL, NULL, 'Kebiasaan kantor imigrasi 2017–2019: datang 30 menit lebih awal (aturan 32)', 'https://kursrupiah.net/antrian-paspor-whatsapp-booking-online-antrean-aplikasi/28806/'),
('', 'check_in_after', 15, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 32): jadwal ditutup setelah masa tenggang', ''),
('', 'no_show_grace', 15, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 31): hangus setelah jam berakhir dan masa tenggang', ''),
('', 'unpaid_hold', 120, NULL, NULL, NULL, 'Ketentuan M-Paspor: kode billing dibayar dalam 2 jam (aturan 15)', 'http://amp.kontan.co.id/news/hindari-3-kesalahan-ini-saat-membuat-paspor-via-m-paspor?page=1'),
('', 'reschedules', 1, NULL, NULL, NULL, 'Ketentuan jadwal ulang M-Paspor; satu kali adalah bawaan Loket (aturan 29)', 'https://travel.detik.com/travel-news/d-5953177/simak-ketentuan-jadwal-ulang-wawancara-paspor'),
('', 'reschedule_before', 1, NULL, NULL, NULL, 'Ketentuan jadwal ulang M-Paspor: paling lambat sehari sebelumnya (aturan 29)', 'https://travel.detik.com/travel-news/d-5953177/simak-ketentuan-jadwal-ulang-wawancara-paspor'),
('', 'elderly_from', 60, NULL, NULL, NULL, 'Layanan ramah HAM, Permenkumham 27/2018: lansia 60 tahun ke atas (aturan 24)', 'https://www.kompas.com/tren/read/2020/02/05/144351565/berikut-cara-membuat-paspor-untuk-lansia-tidak-perlu-antre-online?page=all'),
('', 'child_under', 5, NULL, NULL, NULL, 'Layanan ramah HAM, Permenkumham 27/2018: balita di bawah 5 tahun (aturan 24)', 'https://www.geriatri.id/artikel/2938/pelayanan-paspor-lansia-kemudahan-prioritas-untuk-kaum-senior'),
('', 'guarded_under', 17, NULL, NULL, NULL, 'Pemohon di bawah 17 tahun datang bersama wali (aturan 21 dan 25)', 'https://money.kompas.com/read/2023/09/16/221009426/cara-pembayaran-paspor-lewat-atm-mobile-banking-hingga-kantor-pos'),
('', 'guardians', 2, NULL, NULL, NULL, 'Kedua orang tua menandatangani pernyataan untuk anak (aturan 25)', 'https://www.jendelaindonesia.id/syarat-membuat-paspor-untuk-anak-di-bawah-17-tahun-ini-dokumen-yang-perlu-disiapkan'),
('', 'recalls', 3, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 39)', ''),
('', 'ready_after', 4, NULL, NULL, NULL, 'Permenkumham 18/2022 pasal 22: 4 hari kerja setelah wawancara; sebelumnya standar pelayanan kantor (aturan 43)', 'https://imigrasi.go.id/berita/2023/08/15/pengambilan-paspor-empat-hari-setelah-wawancara-bisa-diwakili-dengan-syarat-ini'),
('', 'collect_within', 30, NULL, NULL, NULL, 'Ditjen Imigrasi: paspor diambil dalam 30 hari sejak terbit (aturan 44)', 'https://imigrasi.go.id/berita/2023/08/15/pengambilan-paspor-empat-hari-setelah-wawancara-bisa-diwakili-dengan-syarat-ini'),
('', 'first_reminder', 7, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 44)', ''),
('', 'second_reminder', 20, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 44)', ''),
('', 'last_reminder', 28, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 44)', ''),
('', 'papers_within', 7, NULL, NULL, NULL, 'Kantor Imigrasi Palangka Raya: berkas kurang dilengkapi dalam 7 hari (aturan 41)', ''),
('', 'health_kept', 1, NULL, NULL, NULL, 'Ketentuan bawaan Loket (aturan 36): data kesehatan dihapus, hanya hasilnya tinggal', ''),
('', 'occupancy_percent', 100, NULL, NULL, NULL, 'Tanpa pembatasan isi ruang; kantor menetapkan bila perlu (aturan 37)', ''),
('', 'quota_percent', 100, NULL, NULL, '2020-03-24', 'Tanpa pembatasan kuota', ''),
('', 'quota_percent', 0, NULL, '2020-03-24', '2020-06-15', 'SE Plt Dirjen Imigrasi IMI-GR.01.01-2114/2020: antrean daring ditutup, hanya keperluan mendesak', 'https://kotabumi.imigrasi.go.id/berita/pembatasan-layanan-pencegahan-covid'),
('', 'quota_percent', 50, NULL, '2020-06-15', '2021-07-05', 'SE Dirjen Imigrasi IMI-0946.GR.01.01/2020: antrean dibuka lagi untuk 50 persen', 'https://kotabumi.imigrasi.go.id/berita/layanan-imigrasi-new-normal'),
('', 'quota_percent', 100, NULL, '2021-07-05', NULL, 'Tanpa pembatasan kuota, kecuali tingkat PPKM atau kantor wilayah menetapkan lain', ''),
('java_bali', 'quota_percent', 0, 4, '2021-07-05', NULL, 'Ditjen Imigrasi, 5 Juli 2021: layanan tatap muka di Jawa dan Bali dihentikan, kecuali mendesak', 'https://fbeta.republika.co.id/berita/qvr7nc380/dirjen-imigrasi-setop-layanan-tatap-muka-selama-ppkm-darurat'),
('', 'quota_percent', 50, 1, '2021-08-31', NULL, 'Ditjen Imigrasi, 31 Agustus 2021: tingkat 1 dan 2 paling banyak 50 persen kuota', 'https://imigrasi.go.id/berita/2021/08/31/penyesuaian-kebijakan-pelayanan-keimigrasian-terbaru-dalam-masa-ppkm'),
('', 'quota_percent', 50, 2, '2021-08-31', NULL, 'Ditjen Imigrasi, 31 Agustus 2021: tingkat 1 dan 2 paling banyak 50 persen kuota', 'https://imigrasi.go.id/berita/2021/08/31/penyesuaian-kebijakan-pelayanan-keimigrasian-terbaru-dalam-masa-ppkm'),
('', 'quota_percent', 0, 3, '2021-08-31', NULL, 'Ditjen Imigrasi, 31 Agustus 2021: tatap muka di tingkat 3 dan 4 belum dibuka, kecuali mendesak', 'https://imigrasi.go.id/berita/2021/08/31/penyesuaian-kebijakan-pelayanan-keimigrasian-terbaru-dalam-masa-ppkm'),
('', 'quota_percent', 0, 4, '2021-08-31', NULL, 'Ditjen Imigrasi, 31 Agustus 2021: tatap muka di tingkat 3 dan 4 belum dibuka, kecuali mendesak', 'https://imigrasi.go.id/berita/2021/08/31/penyesuaian-kebijakan-pelayanan-keimigrasian-terbaru-dalam-masa-ppkm');

-- Five circulars of the minister for the civil service (R54): percent at levels 1 to 4, by area, sector and, in 2021
-- outside Java and Bali, by the risk zone of the regency. Each ends where the next one starts. That of SE 19/2021 isn't
-- known; SE 25/2021 and SE 6/2022 count from the day the press quoted them.
INSERT INTO loket_staffcap (area, sector, risk_zone, level, percent, starts_on, ends_on, citation, source)
SELECT c.area, c.sector, c.risk_zone, l.level, c.percents[l.level], c.starts_on::date, c.ends_on::date, c.citation, c.source
  FROM (VALUES
    ('outside', 'non_essential', '', ARRAY[NULL, NULL, 25, 25], NULL, '2021-11-13', 'SE MenPANRB 19/2021', 'https://jabar.wahananews.co/utama/level-ppkm-sejumlah-daerah-turun--ini-pengaturan-sistem-kerja-asn-terbaru/2'),
    ('outside', 'non_essential', 'green', ARRAY[50, 50, NULL, NULL], NULL, '2021-11-13', 'SE MenPANRB 19/2021', 'https://jabar.wahananews.co/utama/level-ppkm-sejumlah-daerah-turun--ini-pengaturan-sistem-kerja-asn-terbaru/2'),
    ('outside', 'non_essential', 'yellow', ARRAY[50, 50, NULL, NULL], NULL, '2021-11-13', 'SE MenPANRB 19/2021', 'https://jabar.wahananews.co/utama/level-ppkm-sejumlah-daerah-turun--ini-pengaturan-sistem-kerja-asn-terbaru/2'),
    ('outside', 'non_essential', 'orange', ARRAY[25, 25, NULL, NULL], NULL, '2021-11-13', 'SE MenPANRB 19/2021', 'https://jabar.wahananews.co/utama/level-ppkm-sejumlah-daerah-turun--ini-pengaturan-sistem-kerja-asn-terbaru/2'),
    ('outside', 'non_essential', 'red', ARRAY[25, 25, NULL, NULL], NULL, '2021-11-13', 'SE MenPANRB 19/2021', 'https://jabar.wahananews.co/utama/level-ppkm-sejumlah-daerah-turun--ini-pengaturan-sistem-kerja-asn-terbaru/2'),
    ('outside', 'essential', '', ARRAY[NULL, NULL, NULL, 50], NULL, '2021-11-13', 'SE MenPANRB 19/2021', 'https://jabar.wahananews.co/utama/level-ppkm-sejumlah-daerah-turun--ini-pengaturan-sistem-kerja-asn-terbaru/2'),
    ('outside', 'critical', '', ARRAY[NULL, NULL, NULL, 100], NULL, '2021-11-13', 'SE MenPANRB 19/2021', 'https://jabar.wahananews.co/utama/level-ppkm-sejumlah-daerah-turun--ini-pengaturan-sistem-kerja-asn-terbaru/2'),

    ('java_bali', 'non_essential', '', ARRAY[75, 50, 25, 0], '2021-11-13', '2022-01-06', 'SE MenPANRB 25/2021', 'https://wartakota.tribunnews.com/2021/11/13/sistem-kerja-asn-di-masa-ppkm-level-1-sektor-esensial-wfo-100-persen'),
    ('java_bali', 'essential', '', ARRAY[100, 75, 50, 50], '2021-11-13', '2022-01-06', 'SE MenPANRB 25/2021', 'https://wartakota.tribunnews.com/2021/11/13/sistem-kerja-asn-di-masa-ppkm-level-1-sektor-esensial-wfo-100-persen'),
    ('outside', 'non_essential', 'green', ARRAY[75, 75, NULL, NULL], '2021-11-13', '2022-01-06', 'SE MenPANRB 25/2021', 'https://wartakota.tribunnews.com/2021/11/13/sistem-kerja-asn-di-masa-ppkm-level-1-sektor-esensial-wfo-100-persen'),
    ('outside', 'non_essential', 'yellow', ARRAY[50, 50, NULL, NULL], '2021-11-13', '2022-01-06', 'SE MenPANRB 25/2021', 'https://wartakota.tribunnews.com/2021/11/13/sistem-kerja-asn-di-masa-ppkm-level-1-sektor-esensial-wfo-100-persen'),
    ('outside', 'non_essential', 'orange', ARRAY[50, 50, NULL, NULL], '2021-11-13', '2022-01-06', 'SE MenPANRB 25/2021', 'https://wartakota.tribunnews.com/2021/11/13/sistem-kerja-asn-di-masa-ppkm-level-1-sektor-esensial-wfo-100-persen'),
    ('outside', 'non_essential', 'red', ARRAY[25, 25, NULL, NULL], '2021-11-13', '2022-01-06', 'SE MenPANRB 25/2021', 'https://wartakota.tribunnews.com/2021/11/13/sistem-kerja-asn-di-masa-ppkm-level-1-sektor-esensial-wfo-100-persen'),
    ('outside', 'non_essential', '', ARRAY[NULL, NULL, 50, 25], '2021-11-13', '2022-01-06', 'SE MenPANRB 25/2021', 'https://wartakota.tribunnews.com/2021/11/13/sistem-kerja-asn-di-masa-ppkm-level-1-sektor-esensial-wfo-100-persen'),

    ('java_bali', 'non_essential', '', ARRAY[75, 50, 25, 0], '2022-01-06', '2022-02-16', 'SE MenPANRB 1/2022', 'https://menpan.go.id/site/berita-terkini/awal-2022-kementerian-panrb-tetapkan-sistem-kerja-bagi-asn'),
    ('java_bali', 'essential', '', ARRAY[100, 75, 50, 50], '2022-01-06', '2022-02-16', 'SE MenPANRB 1/2022', 'https://menpan.go.id/site/berita-terkini/awal-2022-kementerian-panrb-tetapkan-sistem-kerja-bagi-asn'),
    ('java_bali', 'critical', '', ARRAY[100, 100, 100, 100], '2022-01-06', '2022-02-16', 'SE MenPANRB 1/2022', 'https://amp.suara.com/news/2022/02/18/121000/aturan-sistem-kerja-asn-terbaru-2022-di-jawa-bali-pegawai-negeri-sipil-bisa-full-kerja-dari-rumah-100-persen'),
    ('outside', 'non_essential', '', ARRAY[75, 50, 50, 25], '2022-01-06', '2022-02-16', 'SE MenPANRB 1/2022', 'https://menpan.go.id/site/berita-terkini/awal-2022-kementerian-panrb-tetapkan-sistem-kerja-bagi-asn'),
    ('outside', 'essential', '', ARRAY[100, 100, 100, 50], '2022-01-06', '2022-02-16', 'SE MenPANRB 1/2022', 'https://menpan.go.id/site/berita-terkini/awal-2022-kementerian-panrb-tetapkan-sistem-kerja-bagi-asn'),
    ('outside', 'critical', '', ARRAY[NULL, NULL, NULL, 100], '2022-01-06', '2022-02-16', 'SE MenPANRB 1/2022', 'https://amp.suara.com/news/2022/02/18/121000/aturan-sistem-kerja-asn-terbaru-2022-di-jawa-bali-pegawai-negeri-sipil-bisa-full-kerja-dari-rumah-100-persen'),

    ('java_bali', 'non_essential', '', ARRAY[100, 75, 50, 0], '2022-02-16', '2022-03-02', 'SE MenPANRB 5/2022', 'https://nasional.kompas.com/read/2022/02/18/07031011'),
    ('java_bali', 'essential', '', ARRAY[100, 75, 50, 50], '2022-02-16', '2022-03-02', 'SE MenPANRB 5/2022', 'https://nasional.kompas.com/read/2022/02/18/07031011'),
    ('outside', 'non_essential', '', ARRAY[100, 75, 50, 25], '2022-02-16', '2022-03-02', 'SE MenPANRB 5/2022', 'https://nasional.kompas.com/read/2022/02/18/07031011'),
    ('outside', 'essential', '', ARRAY[100, 100, 100, 50], '2022-02-16', '2022-03-02', 'SE MenPANRB 5/2022', 'https://nasional.kompas.com/read/2022/02/18/07031011'),

    ('java_bali', 'non_essential', '', ARRAY[100, 75, 50, 25], '2022-03-02', NULL, 'SE MenPANRB 6/2022', 'https://economy.okezone.com/read/2022/03/02/320/2555359'),
    ('java_bali', 'essential', '', ARRAY[100, 75, 50, 50], '2022-03-02', NULL, 'SE MenPANRB 6/2022', 'https://economy.okezone.com/read/2022/03/02/320/2555359'),
    ('outside', 'non_essential', '', ARRAY[100, 75, 50, 25], '2022-03-02', NULL, 'SE MenPANRB 6/2022', 'https://economy.okezone.com/read/2022/03/02/320/2555359')
  ) AS c (area, sector, risk_zone, percents, starts_on, ends_on, citation, source)
 CROSS JOIN generate_series(1, 4) AS l (level)
 WHERE c.percents[l.level] IS NOT NULL;

INSERT INTO loket_sectorrule (area, level, sector, citation, source) VALUES
('', NULL, 'non_essential', 'Kanwil Kemenkumham DKI Jakarta, 4 Februari 2022: petugas imigrasi 50 persen pada tingkat 2, yaitu batas sektor non-esensial', 'https://berita-kota.com/2022/02/05/kanim-se-dki-jakarta-tetap-layani-pemohon-keimigrasian/');

-- Who may pass (report A4, A5). At a level only people with a number and those a service needs; a minor's guardian always.
INSERT INTO loket_doorrule (area, level, visitors, companions, walk_in, citation, source)
SELECT '', d.level, v.visitors, d.companions, FALSE, d.citation, d.source
  FROM (VALUES
    (NULL, 'one', 'Ketentuan bawaan Loket (aturan 1 dan 25): dengan nomor; satu pendamping untuk anak, penyandang disabilitas, dan lansia', ''),
    (1, 'none', 'Kanwil Kemenkumham DKI Jakarta, Februari 2022: hanya pemohon bernomor yang masuk, tanpa pendamping', 'https://voi.id/berita/132142/omicron-meningkat-kanwil-kemenkumham-dki-sebut-layanan-tetap-buka'),
    (2, 'none', 'Kanwil Kemenkumham DKI Jakarta, Februari 2022: hanya pemohon bernomor yang masuk, tanpa pendamping', 'https://voi.id/berita/132142/omicron-meningkat-kanwil-kemenkumham-dki-sebut-layanan-tetap-buka'),
    (3, 'none', 'Kanwil Kemenkumham DKI Jakarta, Februari 2022: hanya pemohon bernomor yang masuk, tanpa pendamping', 'https://voi.id/berita/132142/omicron-meningkat-kanwil-kemenkumham-dki-sebut-layanan-tetap-buka'),
    (4, 'none', 'Kanwil Kemenkumham DKI Jakarta, Februari 2022: hanya pemohon bernomor yang masuk, tanpa pendamping', 'https://voi.id/berita/132142/omicron-meningkat-kanwil-kemenkumham-dki-sebut-layanan-tetap-buka')
  ) AS d (level, companions, citation, source)
 CROSS JOIN (VALUES (ARRAY['application', 'extension', 'collection', 'papers', 'examination', 'guardian', 'helper',
                           'interpreter', 'official'])) AS v (visitors);

-- What is looked at before the door (R34, R35): a dated pack; before 15 June 2020 and from the end of PPKM on, nothing.
INSERT INTO loket_screeningrule (area, mask, temperature_limit, green, yellow, red, black, starts_on, ends_on, told_id, told_en, citation, source) VALUES
('', FALSE, NULL, '', '', '', '', NULL, '2020-06-15', '', '', 'Sebelum protokol kesehatan', ''),
('', TRUE, 375, '', '', '', '', '2020-06-15', '2021-08-25', '', '',
 'SE Dirjen Imigrasi IMI-0946.GR.01.01/2020: di atas 37,5 derajat tidak masuk; masker dan cuci tangan', 'https://kotabumi.imigrasi.go.id/berita/layanan-imigrasi-new-normal'),
('', TRUE, 375, 'enter', 'confirm', 'refuse', 'refuse', '2021-08-25', '2022-07-17',
 'Hijau: vaksin lengkap, atau dosis pertama dan sembuh kurang dari 90 hari. Kuning: satu dosis, atau sembuh kurang dari 3 bulan; petugas memeriksa dulu. Merah: belum vaksin. Hitam: positif atau kontak erat.',
 'Green: fully vaccinated, or first dose and recovered less than 90 days ago. Yellow: one dose, or recovered less than 3 months ago; an officer checks first. Red: not vaccinated. Black: positive or a close contact.',
 'SE Dirjen Imigrasi IMI-0946.GR.01.01/2020 dan arti warna PeduliLindungi sampai 16 Juli 2022', 'https://www.kompas.com/tren/copy/2022/02/20/150600365/kenali-ini-arti-warna-status-pedulilindungi--ada-hijau-kuning-merah-dan'),
('', TRUE, 375, 'enter', 'refuse', 'refuse', 'refuse', '2022-07-17', '2022-12-30',
 'Hijau: vaksin penguat untuk 18 tahun ke atas, dosis lengkap untuk 6 sampai 17 tahun. Hitam: 10 hari setelah positif atau 14 hari setelah kontak erat. Hanya hijau yang masuk.',
 'Green: booster at 18 and over, full dose at 6 to 17. Black: 10 days after a positive test or 14 after close contact. Only green may enter.',
 'Arti warna PeduliLindungi sejak 17 Juli 2022', 'https://www.tvonenews.com/amp/berita/nasional/54395-arti-warna-terbaru-di-pedulilindungi-hijau-hanya-yang-sudah-booster'),
('', FALSE, NULL, '', '', '', '', '2022-12-30', NULL, '', '', 'Ketentuan bawaan Loket: tanpa pemeriksaan sejak PPKM berakhir 30 Desember 2022', '');

INSERT INTO loket_measure (area, code, level, starts_on, ends_on, text_id, text_en, citation, source)
SELECT m.area, m.code, l.level, m.starts_on::date, m.ends_on::date, m.text_id, m.text_en, m.citation, m.source
  FROM (VALUES
    ('', 'online-only', ARRAY[1, 2, 3, 4], '2021-08-25', NULL,
     'Pendaftaran hanya lewat antrean daring; meja bantuan mendaftarkan yang tidak memiliki ponsel.',
     'Registration is online only; the help desk registers people without a phone.',
     'Kanwil Kemenkumham DKI Jakarta, 4 Februari 2022', 'https://beritabuana.co/2022/02/04/lonjakan-covid-19-meningkat-kanim-imigrasi-se-dki-lakukan-layanan-secara-online/'),
    ('outside', 'cluster', ARRAY[3, 4], '2021-11-13', NULL,
     'Bila ditemukan klaster Covid-19 di kantor, kantor ditutup lima hari.',
     'If a Covid-19 cluster is found at the office, the office closes for five days.',
     'SE MenPANRB 25/2021 dan perubahannya', 'https://economy.okezone.com/read/2022/03/02/320/2555359')
  ) AS m (area, code, levels, starts_on, ends_on, text_id, text_en, citation, source)
 CROSS JOIN LATERAL unnest(m.levels) AS l (level);
