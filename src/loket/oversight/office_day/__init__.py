"""Office day (hari ini): what the head of an office sees of today and of the coming days. Reads only.

How many came of those expected, counters, the wait, refusals at the door, who is inside, the quota ahead, and how many
bookings stand on a day that is to be closed. Sources: design.md (office head, 7 in the morning), R8, R68.
Tables: none. Facts written: none.
"""
