"""Tables of people. What identifies a person is sealed for its cell; see kit.crypto."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models

from loket.foundation.offices.models import Office, Region
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.persons import MOST_KIN, DocumentKind, GuardianRelation, ProofLevel, Relation
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


class Kin(models.Model):
    """Someone whom an account books for (keluarga). Name and birth date as its owner wrote them, sealed.

    `place` counts from 1 to 12: the table has no room for a thirteenth.
    """

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="kin")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Relation])
    guardian = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="wards")
    name_sealed = models.BinaryField()
    born_sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "place"], name="kin_place_once"),
            models.UniqueConstraint(fields=["account", "person"], name="kin_person_once"),
            models.CheckConstraint(condition=models.Q(place__gte=1, place__lte=MOST_KIN), name="kin_twelve_places"),
            models.CheckConstraint(
                condition=models.Q(guardian__isnull=True) | ~models.Q(guardian=models.F("id")),
                name="kin_not_own_guardian",
            ),
        )

    def __str__(self) -> str:
        return f"kin {self.pk}"


class Proof(models.Model):
    """What an account has proved of a person: which sort of document an officer saw, and where. Only rises."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proofs")
    level = models.CharField(max_length=14, choices=[(p.value, p.value) for p in ProofLevel])
    document = models.CharField(max_length=20, choices=[(d.value, d.value) for d in DocumentKind])
    officer_id = models.BigIntegerField()
    office_id = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "person"], name="proof_once"),)

    def __str__(self) -> str:
        return f"proof {self.pk}: {self.level}"


class Notice(models.Model):
    """One version of what people are told about their data, in both languages. Never changed (grants, trigger)."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    valid_from = models.DateTimeField()
    text_id = models.TextField()
    text_en = models.TextField()

    def __str__(self) -> str:
        return f"notice {self.version}"


class NoticeAct(models.Model):
    """That a version was read and accepted for a person: by whom, when; for a minor the guardian (R63)."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_kind = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    guardian_relation = models.CharField(
        max_length=10, choices=[(r.value, r.value) for r in GuardianRelation], null=True
    )
    guardian_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(guardian_relation__isnull=True, guardian_sealed__isnull=True)
                | models.Q(guardian_relation__isnull=False, guardian_sealed__isnull=False),
                name="act_guardian_whole",
            ),
        )

    def __str__(self) -> str:
        return f"act {self.pk}"
