"""Tables of cases."""

from __future__ import annotations

from django.db import models

from loket.casework.cases.rules import CaseState, CollectorKind
from loket.foundation.offices.models import Service, ServicePoint
from loket.foundation.people.models import Person
from loket.planning.booking.models import Seat


class Case(models.Model):
    """One person's file for one service. The seat it began with is unique: a repeated reaction opens nothing twice."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT)
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="case")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in CaseState], default=CaseState.OPEN)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    ready_on = models.DateField(null=True)
    collected_at = models.DateTimeField(null=True)
    collector_kind = models.CharField(max_length=10, choices=[(c.value, c.value) for c in CollectorKind], null=True)
    collector_sealed = models.BinaryField(null=True)
    collector_proof_sealed = models.BinaryField(null=True)
    handed_over_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="collected")
                | models.Q(collected_at__isnull=False, collector_kind__isnull=False),
                name="case_collected_by_whom",
            ),
        )
        indexes = (models.Index(fields=["person", "state"], name="case_by_person"),)

    def __str__(self) -> str:
        return f"case {self.pk}"
