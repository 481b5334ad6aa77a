"""Tables of people. What identifies a person is sealed for its cell; see kit.crypto."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models

from loket.foundation.offices.models import Office, Region
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.rules import Role


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by `login`, as Django's authentication asks."""


class Account(AbstractBaseUser):
    """Someone who can sign in. `login`: a staff member's name, or `p:` and the phone's blind index."""

    login = models.CharField(max_length=70, unique=True)
    phone_sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    objects = AccountManager()

    def __str__(self) -> str:
        return f"account {self.pk}"


class Staff(models.Model):
    """A staff member: a role at one office, or over a region."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True)
    pin_hash = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(office__isnull=False) | models.Q(region__isnull=False),
                name="staff_somewhere",
            ),
        )

    def __str__(self) -> str:
        return f"staff {self.pk}"


class OneTimeCode(models.Model):
    """A code sent to a phone: kept as a hash, for minutes, for few tries, used once."""

    phone_index = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["phone_index", "-id"], name="code_by_phone"),)

    def __str__(self) -> str:
        return f"code {self.pk}"


class Attempt(models.Model):
    """How often something was tried in a window of time: sign-ins, codes, PINs, ticket codes."""

    bucket = models.BinaryField(max_length=32, primary_key=True)
    window_starts_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} since {self.window_starts_at}"


class Person(models.Model):
    """Someone who is served, known by NIK or passport. The identity itself is sealed."""

    id = models.UUIDField(primary_key=True)
    nationality = models.CharField(max_length=3, choices=[(n.value, n.value) for n in Nationality])
    identity_index = models.BinaryField(max_length=32, unique=True)
    identity_sealed = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person {self.pk}"
