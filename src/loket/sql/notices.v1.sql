-- notices: what people are told about their data is kept as it was read. A version is never changed or taken away; a new
-- text is a new version with its own day (R63).
CREATE FUNCTION loket_notice_refuses_v1() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'a notice stays as it was read: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER notice_never_changed BEFORE UPDATE OR DELETE ON loket_notice
    FOR EACH ROW EXECUTE FUNCTION loket_notice_refuses_v1();

-- The first text. A block is a heading and what stands below it; blocks are parted by an empty line.
INSERT INTO loket_notice (version, valid_from, text_id, text_en) VALUES (1, '2022-01-01T00:00+07:00',
$id$Yang kami simpan
Nama, tanggal lahir, dan NIK atau nomor paspor setiap pemohon; nomor telepon Anda; jadwal yang dipilih; kebutuhan prioritas bila Anda menyebutkannya. Semuanya tersandi.

Untuk apa
Untuk memberi satu nomor kepada satu orang, mengenali pemohon di pintu, dan melayani permohonannya. Dasarnya pelayanan publik menurut UU 27 Tahun 2022 Pasal 20. Data tidak dijual dan tidak dipakai untuk iklan.

Berapa lama
Isian yang belum dikirim hilang setelah 24 jam, kode masuk setelah satu hari. Data kunjungan dan berkas disimpan sampai jadwal retensi arsip negara menghapusnya; sampai jadwal itu ditetapkan untuk Loket, data tetap tersimpan.

Siapa yang melihat
Petugas kantor imigrasi yang melayani Anda. Jenis dokumen yang diperlihatkan kepada petugas dicatat, salinannya tidak.

Anak di bawah 17 tahun
Data anak dilindungi lebih ketat. Wali dewasa membaca pemberitahuan ini dan menyetujuinya untuk anak.

Hak Anda
Melihat, memperbaiki, membatasi, dan meminta penghapusan data di meja bantuan kantor imigrasi. Permintaan dijawab dalam 3 × 24 jam.$id$,
$en$What we keep
Name, birth date, and NIK or passport number of each applicant; your phone number; the time you chose; a priority need if you name one. All of it is encrypted.

What for
To give one number to one person, to know applicants at the door, and to serve their application. The basis is public service under Law 27 of 2022, article 20. Data are not sold and not used for advertising.

How long
Unsent answers are gone after 24 hours, sign-in codes after a day. Data of visits and files are kept until the state archive's retention schedule deletes them; until that schedule is set for Loket, they stay.

Who sees it
Officers of the immigration office who serve you. The kind of document shown to an officer is noted; no copy is kept.

Children under 17
Children's data are protected more strictly. An adult guardian reads this notice and accepts it for the child.

Your rights
To see, correct, restrict and ask for deletion of your data at the immigration office's help desk. Requests are answered within 3 × 24 hours.$en$);
