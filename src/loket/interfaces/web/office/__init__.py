"""Office (kantor saya): the head's list of today and the calendar; the help desk."""
