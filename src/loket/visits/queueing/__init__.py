"""Queueing (antrean): the day's numbers, floors and counters.

At arrival a number (letter + 3 digits, R39) on the journey of the service; counters call, recall, skip, finish with
undo for 30 seconds; boards show number and counter only (R40). Calling next is one statement: sql/call_next.v1.sql.
Tables: NumberSeries, QueueNumber, NumberEvent (append-only), CounterShift.
Facts written: queueing.number_given, queueing.called, queueing.recalled, queueing.skipped, queueing.returned,
queueing.finished, queueing.undone, queueing.counter_opened, queueing.counter_closed, queueing.visit_ended.
"""
