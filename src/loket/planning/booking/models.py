"""Tables of booking. Counters of a slot are written by SQL functions only; checks stand behind them."""

from __future__ import annotations

from django.db import models

from loket.foundation.offices.models import Office, Service, ServicePoint
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.models import Account, Person
from loket.foundation.people.persons import ProofLevel
from loket.planning.booking.contests import ContestState
from loket.planning.booking.deadlines import UrgentKind
from loket.planning.booking.moves import MoveKind, ReliefReason, ReliefState
from loket.planning.booking.releases import ReleaseKind
from loket.planning.booking.rules import BookingState, Channel, PaymentMode, PriorityReason, Product


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


class Suspension(models.Model):
    """A service of a point, or all of them, stops taking bookings until it is lifted; the public reads the notice."""

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="suspensions")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    notice = models.CharField(max_length=300)
    notice_en = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["point", "service"],
                condition=models.Q(lifted_at=None),
                nulls_distinct=False,
                name="suspension_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.point} {self.started_at}"


class Slot(models.Model):
    """Seats of one service at one point and hour for one channel. `issued` is the highest seat number ever given.

    `is_suspended`: the office's calendar stops it (R13); `suspension`: a notice does (R9). `wanted`: the office wants
    fewer seats than are out, so `quota` follows those until they are released (R8); empty: `quota` is what it wants.
    `base`: seats before a percentage (R7); empty: as many as are wanted now.
    """

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    channel = models.CharField(max_length=20, choices=_choices(Channel))
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    is_suspended = models.BooleanField(default=False)
    quota = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    issued = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(null=True)
    base = models.PositiveIntegerField(null=True)
    suspension = models.ForeignKey(Suspension, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "service", "channel", "starts_at"], name="slot_once"),
            models.CheckConstraint(
                condition=models.Q(wanted=None) | models.Q(wanted__lt=models.F("quota")), name="slot_wants_fewer"
            ),
            models.CheckConstraint(
                condition=models.Q(quota__gte=models.F("taken") + models.F("returned")),
                name="slot_within_quota",
            ),
            models.CheckConstraint(
                condition=models.Q(issued__gte=models.F("taken") + models.F("returned")),
                name="slot_issued_covers",
            ),
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="slot_forward"),
        )
        indexes = (models.Index(fields=["point", "day"], name="slot_by_day"),)

    def __str__(self) -> str:
        return f"{self.point} {self.service} {self.starts_at}"


class Booking(models.Model):
    """A party's place in one slot: 1 to 5 seats, all or none. `expires_at`: until when a held one can be confirmed."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=8, unique=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    key = models.UUIDField(unique=True)
    fingerprint = models.BinaryField(max_length=32)
    size = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=_choices(BookingState), default=BookingState.BOOKED)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    turned_away_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(size__gte=1, size__lte=5), name="booking_party_1_to_5"),
            models.CheckConstraint(
                condition=~models.Q(state=BookingState.HELD) | models.Q(expires_at__isnull=False),
                name="booking_held_until",
            ),
        )
        indexes = (
            models.Index(fields=["account", "-created_at"], name="booking_by_account"),
            models.Index(fields=["expires_at"], condition=models.Q(state=BookingState.HELD), name="booking_held"),
        )

    def __str__(self) -> str:
        return f"booking {self.pk}"


class Seat(models.Model):
    """One person's seat in a slot. Name and birth date are as typed for this visit, sealed.

    `is_open`: the visit is still ahead or under way, so R3 counts it. `is_given_back`: cancelled or expired, so
    its number may be sold again. `is_frozen`: somebody with better proof has claimed the person; the seat is kept, R3
    does not count it, the door refuses it (ContestedSeat). `proof`: what its own visit proved of the person.
    """

    id = models.UUIDField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="seats")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=20, choices=_choices(ServiceKind))
    number = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    is_given_back = models.BooleanField(default=False)
    is_frozen = models.BooleanField(default=False, db_default=False)
    proof = models.CharField(max_length=14, choices=_choices(ProofLevel), default="typed", db_default="typed")
    priority = models.CharField(max_length=12, choices=_choices(PriorityReason), null=True)
    name_sealed = models.BinaryField()
    born_sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(is_open=True), name="seat_one_open_a_person"
            ),
            models.UniqueConstraint(
                fields=["slot", "number"], condition=models.Q(is_given_back=False), name="seat_number_once"
            ),
            models.UniqueConstraint(fields=["booking", "position"], name="seat_position_once"),
            models.CheckConstraint(
                condition=models.Q(is_open=False) | models.Q(is_given_back=False),
                name="seat_open_or_given_back",
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=False) | models.Q(is_frozen=False), name="seat_open_or_frozen"
            ),
        )

    def __str__(self) -> str:
        return f"seat {self.pk}"


class ReturnedSeat(models.Model):
    """A seat number that came back. Held until a release rule frees it; gone when sold again."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="returned_seats")
    number = models.PositiveIntegerField()
    returned_at = models.DateTimeField()
    freed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["slot", "number"], name="returned_seat_once"),)

    def __str__(self) -> str:
        return f"{self.slot_id} seat {self.number}"


class SeatNeeds(models.Model):
    """What the person of a seat needs (needs.Need), sealed: health data (docs/adr/0015). Erased after the visit."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="needs", primary_key=True)
    needs_sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"needs of seat {self.pk}"


class Relief(models.Model):
    """A special reschedule (R30): one officer asks with evidence, another confirms. `slot`: the new hour."""

    id = models.UUIDField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="reliefs")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=_choices(ReliefReason))
    evidence_sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=_choices(ReliefState), default=ReliefState.WAITING)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_by=None)
                | (models.Q(decided_by__isnull=False) & ~models.Q(state="waiting")),
                name="relief_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | ~models.Q(decided_by=models.F("asked_by")),
                name="relief_two_officers",
            ),
            models.UniqueConstraint(fields=["booking"], condition=models.Q(state="waiting"), name="relief_one_waiting"),
        )

    def __str__(self) -> str:
        return f"relief {self.pk}"


class Move(models.Model):
    """One change of a booking's hour. `key` makes a repeat harmless; written by sql/move_booking only."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="moves")
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=_choices(MoveKind))
    from_slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    to_slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    relief = models.OneToOneField(Relief, on_delete=models.PROTECT, null=True, related_name="move")
    moved_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="special", relief__isnull=False) | models.Q(kind="ordinary", relief=None),
                name="move_special_by_relief",
            ),
            models.CheckConstraint(condition=~models.Q(from_slot=models.F("to_slot")), name="move_moves"),
        )
        indexes = (models.Index(fields=["booking", "moved_at"], name="move_by_booking"),)

    def __str__(self) -> str:
        return f"move {self.pk}"


class PermitDeadline(models.Model):
    """The last day of the permit that a booking extends (A11, R46). `added`: seats the guarantee grew the quota by.

    `over_bound`: every day had its bound of added seats, and the law came first.
    """

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="deadline", primary_key=True)
    ends_on = models.DateField()
    applied_at = models.DateTimeField()
    is_guaranteed = models.BooleanField(default=False)
    added = models.PositiveSmallIntegerField(default=0)
    over_bound = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"booking {self.pk} before {self.ends_on}"


class UrgentClaim(models.Model):
    """Why a booking came out of the urgent pool: kind, sealed evidence, and the officer who saw it."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="urgency", primary_key=True)
    kind = models.CharField(max_length=10, choices=_choices(UrgentKind))
    evidence_sealed = models.BinaryField()
    officer_id = models.BigIntegerField()
    claimed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"urgent booking {self.pk}"


class Terms(models.Model):
    """How a service is booked at a point: when it is paid (R16), which blank booklet it needs (R12, empty: none)."""

    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="terms")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    payment = models.CharField(max_length=20, choices=_choices(PaymentMode), default=PaymentMode.NONE)
    product = models.CharField(max_length=20, choices=_choices(Product), blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["point", "service"], name="terms_once"),)

    def __str__(self) -> str:
        return f"{self.point}: {self.service} {self.payment}"


class BlankStock(models.Model):
    """How many blank booklets of a product an office has; 0 closes the services that need it (R12)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="blanks")
    product = models.CharField(max_length=20, choices=_choices(Product))
    remaining = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "product"], name="blanks_once"),)

    def __str__(self) -> str:
        return f"{self.office} {self.product}: {self.remaining}"


class ReleaseRule(models.Model):
    """When quota opens and returned seats are sold again (R6): of one service at a point, or of all the others there.

    `ahead`: weeks, months or days by `kind`; `at`: wall-clock at the office; `released_until`: the last instant done.
    """

    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="release_rules")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=_choices(ReleaseKind))
    weekday = models.PositiveSmallIntegerField(null=True)
    at = models.TimeField()
    ahead = models.PositiveSmallIntegerField()
    released_until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "service"], nulls_distinct=False, name="release_rule_once"),
            models.CheckConstraint(
                condition=models.Q(kind=ReleaseKind.WEEKLY, weekday__lte=6)
                | ~models.Q(kind=ReleaseKind.WEEKLY) & models.Q(weekday=None),
                name="release_rule_weekday",
            ),
        )

    def __str__(self) -> str:
        return f"{self.point} {self.kind}"


class ContestedSeat(models.Model):
    """A seat whose person somebody with better proof has claimed. The office's head decides within a day."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="contest")
    state = models.CharField(max_length=10, choices=_choices(ContestState))
    lower = models.CharField(max_length=14, choices=_choices(ProofLevel))
    higher = models.CharField(max_length=14, choices=_choices(ProofLevel))
    frozen_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="frozen", decided_at__isnull=True)
                | (~models.Q(state="frozen") & models.Q(decided_at__isnull=False)),
                name="contest_decided_when",
            ),
        )
        indexes = (models.Index(fields=["decide_by"], condition=models.Q(state="frozen"), name="contest_undecided"),)

    def __str__(self) -> str:
        return f"contested {self.seat_id}: {self.state}"


class SlipCorrection(models.Model):
    """That the owner of a booking mended a typing slip on a seat. The seat is unique: it is done once."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="slip_correction")
    at = models.DateTimeField()
    of_identity = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"slip on {self.seat_id}"
