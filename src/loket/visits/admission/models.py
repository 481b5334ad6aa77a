"""Tables of admission."""

from __future__ import annotations

from django.db import models

from loket.foundation.offices.models import ServicePoint
from loket.foundation.policy.rules import MEASUREMENTS, NumberName
from loket.planning.booking.models import Booking, Seat


class Arrival(models.Model):
    """One person passed the door. The seat is unique: nobody passes twice with one seat (R33).

    `guardians`, `companions`: how many came in with this person; they hold no number of their own (R25).
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="arrival")
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT)
    at = models.DateTimeField()
    officer_id = models.BigIntegerField()
    priority = models.BooleanField(default=False)
    guardians = models.PositiveSmallIntegerField(default=0)
    companions = models.PositiveSmallIntegerField(default=0)
    override_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(guardians__lte=MEASUREMENTS[NumberName.GUARDIANS].most), name="arrival_two_guardians"
            ),
        )
        indexes = (models.Index(fields=["point", "at"], name="arrival_by_point"),)

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class GateRefusal(models.Model):
    """Someone was refused at the door: when, why, with which booking if any. No name."""

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, null=True)
    reason = models.CharField(max_length=30)
    at = models.DateTimeField()
    officer_id = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["point", "at"], name="refusal_by_point"),)

    def __str__(self) -> str:
        return f"refusal {self.reason}"
