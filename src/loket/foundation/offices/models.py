"""Tables of offices."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loket.foundation.offices import rules


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


class Region(models.Model):
    """A regional office (Kanwil), which oversees offices; not the province of their address (R57)."""

    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """An immigration office (Kanim)."""

    code = models.CharField(max_length=3, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    office_class = models.CharField(max_length=30, blank=True)
    checkpoint = models.BooleanField(default=False)
    province = models.CharField(max_length=40)
    regency_code = models.CharField(max_length=5)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    timezone = models.CharField(max_length=30, default="Asia/Jakarta")
    opened_year = models.PositiveSmallIntegerField(null=True)
    address = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class ServicePoint(models.Model):
    """A place of an office where people are served: the office itself, ULP, UKK, MPP."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="points")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=5, choices=_choices(rules.PointKind))
    is_bookable = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "name"], name="point_name_once"),)

    def __str__(self) -> str:
        return self.name


class Floor(models.Model):
    """A floor of a service point."""

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="floors")
    number = models.SmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["point", "number"], name="floor_once"),)

    def __str__(self) -> str:
        return f"{self.point} / {self.number}"


class Zone(models.Model):
    """A waiting area with one board: a floor's part for citizens, foreigners, priority or collection."""

    floor = models.ForeignKey(Floor, on_delete=models.PROTECT, related_name="zones")
    name_id = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    colour = models.CharField(max_length=10, choices=_choices(rules.ZoneColour))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["floor", "name_id"], name="zone_name_once"),)

    def __str__(self) -> str:
        return self.name_id


class Counter(models.Model):
    """A counter (loket) in a zone and the stages it can serve."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="counters")
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="counters")
    number = models.PositiveSmallIntegerField()
    stages = ArrayField(models.CharField(max_length=20, choices=_choices(rules.Stage)), size=10)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["point", "number"], name="counter_number_once"),)

    def __str__(self) -> str:
        return f"{self.point} {self.number}"


class Service(models.Model):
    """What people come for. `kind` is what R3 counts; `letter` heads the queue number (R39).

    `has_deadline`: the law sets a last day (stay permits): never drawn, and a seat before that day is certain (A11).
    """

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=_choices(rules.ServiceKind))
    nationality = models.CharField(max_length=3, choices=_choices(rules.Nationality), null=True)
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    letter = models.CharField(max_length=1)
    order = models.PositiveSmallIntegerField(default=0)
    has_deadline = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(letter__regex="^[A-OQ-Z]$"), name="service_letter"),)

    def __str__(self) -> str:
        return self.name_id


class Offer(models.Model):
    """A service at a service point; its steps are the journey there."""

    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="offers")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="offers")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["point", "service"], name="offer_once"),)

    def __str__(self) -> str:
        return f"{self.point}: {self.service}"


class Step(models.Model):
    """One stage of an offer's journey: where, and how many minutes are expected."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=20, choices=_choices(rules.Stage))
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    priority_zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["offer", "order"], name="step_order_once"),)

    def __str__(self) -> str:
        return f"{self.offer} {self.order}: {self.stage}"


class OpeningHours(models.Model):
    """Weekly hours of a service point; weekday 0 is Monday. Wall-clock times of the office's zone."""

    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    break_from = models.TimeField(null=True)
    break_to = models.TimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "weekday"], name="hours_once_a_weekday"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="hours_weekday"),
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="hours_forward"),
        )

    def __str__(self) -> str:
        return f"{self.point} {self.weekday}: {self.opens}-{self.closes}"


class CalendarDay(models.Model):
    """A day that differs from its weekday, by decree; office empty: everywhere (R13, R14)."""

    day = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True)
    kind = models.CharField(max_length=10, choices=_choices(rules.DayKind))
    name = models.CharField(max_length=120)
    decree = models.CharField(max_length=120, blank=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["day", "office"], name="day_once_an_office"),
            models.UniqueConstraint(fields=["day"], condition=models.Q(office=None), name="day_once_everywhere"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.name}"
