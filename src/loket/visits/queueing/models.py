"""Tables of queueing."""

from __future__ import annotations

from django.db import models

from loket.foundation.offices.models import Counter, Offer, ServicePoint, Zone
from loket.foundation.offices.rules import Stage
from loket.planning.booking.models import Seat
from loket.visits.queueing.rules import NumberHappening, NumberState

_STAGES = [(s.value, s.value) for s in Stage]


class NumberSeries(models.Model):
    """The last serial given of one letter on one day at one point; counted by one upsert (R39)."""

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT)
    day = models.DateField()
    letter = models.CharField(max_length=1)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "day", "letter"], name="series_once"),
            models.CheckConstraint(condition=models.Q(last__lte=999), name="series_three_digits"),
        )

    def __str__(self) -> str:
        return f"{self.letter} {self.day}: {self.last}"


class QueueNumber(models.Model):
    """One person's number of the day and where it is on its journey."""

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT)
    day = models.DateField()
    letter = models.CharField(max_length=1)
    serial = models.PositiveSmallIntegerField()
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="queue_number")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT)
    priority = models.BooleanField(default=False)
    booked_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=20, choices=_STAGES)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in NumberState], default=NumberState.WAITING
    )
    waits_since = models.DateTimeField()
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, null=True)
    called_at = models.DateTimeField(null=True)
    recalls = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "day", "letter", "serial"], name="number_once_a_day"),
            models.UniqueConstraint(
                fields=["counter"], condition=models.Q(state="called"), name="number_one_at_a_counter"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="called") | models.Q(counter__isnull=False),
                name="number_called_somewhere",
            ),
            models.CheckConstraint(condition=models.Q(recalls__lte=3), name="number_three_recalls"),
        )
        indexes = (
            models.Index(
                fields=["zone", "day", "stage", "waits_since"],
                condition=models.Q(state="waiting"),
                name="number_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter}-{self.serial:03d} {self.day}"


class NumberEvent(models.Model):
    """What happened to a number and when; append-only. Boards and figures are derived from it."""

    number = models.ForeignKey(QueueNumber, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    happening = models.CharField(max_length=10, choices=[(h.value, h.value) for h in NumberHappening])
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    stage = models.CharField(max_length=20, choices=_STAGES)
    step = models.PositiveSmallIntegerField()
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, null=True)
    officer_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["zone", "-at"], name="event_by_zone"),)

    def __str__(self) -> str:
        return f"{self.number} {self.happening} {self.at}"


class CounterShift(models.Model):
    """An officer's time at a counter; open while `closed_at` is empty."""

    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="shifts")
    officer_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["counter"], condition=models.Q(closed_at=None), name="shift_one_open_a_counter"
            ),
            models.UniqueConstraint(
                fields=["officer_id"], condition=models.Q(closed_at=None), name="shift_one_open_an_officer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.counter} since {self.opened_at}"
