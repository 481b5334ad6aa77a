"""Tables of day lists."""

from __future__ import annotations

from django.db import models

from loket.foundation.offices.models import ServicePoint
from loket.planning.booking.models import Booking
from loket.planning.daylists.rules import ListState, Source


class DayList(models.Model):
    """One file that was sent. `rows_sealed` holds what was read until it is brought in or forgotten.

    `counts`: rows by what they did; `faults`: line and code of the first that could not be read.
    """

    id = models.UUIDField(primary_key=True)
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=[(word.value, word.value) for word in Source])
    state = models.CharField(max_length=10, choices=[(word.value, word.value) for word in ListState])
    rows_sealed = models.BinaryField(null=True)
    read_at = models.DateTimeField()
    brought_in_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=ListState.READ, brought_in_at=None, rows_sealed__isnull=False)
                | models.Q(state=ListState.BROUGHT_IN, brought_in_at__isnull=False, rows_sealed=None),
                name="day_list_keeps_rows_only_until_brought_in",
            ),
        )
        indexes = (models.Index(fields=["point", "-read_at"], name="day_list_by_point"),)

    def __str__(self) -> str:
        return f"{self.source} {self.read_at}"


class ListedVisit(models.Model):
    """Which booking an application of a national app became; its number is found by a blind index only."""

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=[(word.value, word.value) for word in Source])
    reference_index = models.BinaryField(max_length=32)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "source", "reference_index"], name="listed_visit_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.booking_id}"
