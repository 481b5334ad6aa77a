"""Tables of people. What identifies a person is sealed for its cell; see kit.crypto."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from loket.foundation.offices.models import Office, Region
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.persons import MOST_KIN, DocumentKind, GuardianRelation, ProofLevel, Relation
from loket.foundation.people.rules import Role


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by `login`, as Django's authentication asks."""


class Account(AbstractBaseUser):
    """Someone who can sign in. `login`: a staff member's name, or `p:` and the phone's blind index.

    An e-mail address is never needed; one that stands here gets messages once it is confirmed. `sessions_ended`
    counts up when every session of the account has to end at once.
    """

    login = models.CharField(max_length=70, unique=True)
    phone_sealed = models.BinaryField(null=True)
    email_sealed = models.BinaryField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)
    sessions_ended = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    objects = AccountManager()

    def __str__(self) -> str:
        return f"account {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django compares it on every request: a new password ends the sessions, and so does `sessions_ended`."""
        of = f"{self.password}\n{self.sessions_ended}"
        return salted_hmac("loket.account.session", of, secret=secret, algorithm="sha256").hexdigest()


class Staff(models.Model):
    """A staff member: a role at one office, or over a region.

    `first_password_until`: the password was chosen by the house; the officer sets an own one before this time.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True)
    pin_hash = models.CharField(max_length=200, blank=True)
    first_password_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(office__isnull=False) | models.Q(region__isnull=False),
                name="staff_somewhere",
            ),
        )

    def __str__(self) -> str:
        return f"staff {self.pk}"


class StaffMove(models.Model):
    """An officer goes to another office on a day, once the receiving side has agreed. Ids are of accounts."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="moves")
    from_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    moves_on = models.DateField()
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    agreed_by = models.BigIntegerField(null=True)
    agreed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["staff"],
                condition=models.Q(done_at__isnull=True, dropped_at__isnull=True),
                name="staff_move_one_open",
            ),
            models.CheckConstraint(condition=~models.Q(from_office=models.F("to_office")), name="staff_move_elsewhere"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(agreed_at__isnull=False),
                name="staff_move_agreed_first",
            ),
        )

    def __str__(self) -> str:
        return f"move {self.pk}"


class Deputy(models.Model):
    """An officer acts for the head of the office (Plh) from `starts_at` until before `ends_at`.

    At most one at a time for an office: an exclusion constraint holds it (sql/deputies.v1.sql).
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="terms")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    named_by = models.BigIntegerField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="deputy_forward"),
        )

    def __str__(self) -> str:
        return f"deputy {self.pk}"


class OneTimeCode(models.Model):
    """A code sent to a phone or an e-mail address: kept as a hash, for minutes, for few tries, used once."""

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
