"""Pages for everybody: find an office, book, see and cancel a number. One question a page; scripts only add comfort."""
