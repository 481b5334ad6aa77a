"""Tables of audit."""

from __future__ import annotations

from django.db import models


class LedgerLine(models.Model):
    """One thing that happened. Never changed: trigger and grants refuse (migration 0001)."""

    at = models.DateTimeField()
    fact = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["office_id", "at"], name="ledger_by_office"),
            models.Index(fields=["subject_kind", "subject_id"], name="ledger_by_subject"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.fact} {self.subject_kind} {self.subject_id}"


class ClockOffset(models.Model):
    """The demo's clock: seconds to add to the real time. Empty outside the demo; one row at most."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seconds = models.FloatField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="clock_one_row"),)

    def __str__(self) -> str:
        return f"{self.seconds:+.0f} s"
