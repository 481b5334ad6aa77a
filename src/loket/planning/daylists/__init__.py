"""Day lists (daftar pemohon): bookings made in the national apps, brought in from a file.

M-Paspor and APAPO hand an office its applicants of a day as a sheet. A file is read and shown before anything is
written; then each applicant gets a seat of the channel `import`, whose quota follows the list: those seats are sold
already. The same file twice changes nothing; a later file moves who has another hour. So an office can begin with the
gate and the hall alone. Sources: MISSION A2, R3, R4, R64; docs/adr/0020.
Tables: DayList, ListedVisit. Facts written: daylists.read, daylists.brought_in, daylists.dropped, daylists.forgotten.
"""
