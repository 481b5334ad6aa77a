"""Named situations for tests: one file a room, plain functions. Time is always given (`now`).

Add the situation that your test needs to the file of your room; a situation says what it is, not how it is made.
"""
