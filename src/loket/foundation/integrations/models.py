"""Tables of integrations."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loket.foundation.integrations.rules import Scope
from loket.foundation.offices.models import Office, Region


class ApiToken(models.Model):
    """A token of a program: its keyed hash, never its text."""

    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=14)
    secret_index = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=[(s.value, s.value) for s in Scope]), size=len(Scope))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(office__isnull=False, region__isnull=True)
                | models.Q(office__isnull=True, region__isnull=False),
                name="apitoken_one_place",
            ),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="apitoken_lives"),
            models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="apitoken_may_something"),
        )

    def __str__(self) -> str:
        return self.prefix
