"""Tables of offices."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Cast, Coalesce, Replace

from loket.foundation.offices import rules


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def _days() -> models.Func:
    """The days of a row as a range; an empty end is open."""
    return models.Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField())


def _only(number: models.expressions.Combinable | str) -> models.Func:
    """A number as the range of itself: ranges need no extension to stand in an exclusion constraint (ADR 0013)."""
    return models.Func(number, number, models.Value("[]"), function="int8range")


def _forward(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends_on=None) | models.Q(starts_on=None) | models.Q(starts_on__lt=models.F("ends_on")),
        name=name,
    )


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


class OfficeRecord(models.Model):
    """What an office was called, its class, address and region in a time (R69): old papers keep the name of their day.

    Both ends may be open; `ends_on` is the first day after. The office's own columns are those of today.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="records")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    name = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    office_class = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    decree = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            _forward("record_forward"),
            ExclusionConstraint(
                name="record_one_a_day",
                expressions=[(_only("office"), RangeOperators.OVERLAPS), (_days(), RangeOperators.OVERLAPS)],
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on or ''}-{self.ends_on or ''}"


class AreaRegency(models.Model):
    """A regency that an office serves for foreigners in a time (R10), by its Home Ministry code (`33.72`).

    Not confirmed: no source names the area; the office stands there.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="areas")
    regency = models.CharField(max_length=5)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    is_confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            _forward("area_forward"),
            models.CheckConstraint(condition=models.Q(regency__regex=r"^\d\d\.\d\d$"), name="area_regency_code"),
            ExclusionConstraint(
                name="area_once_a_day",
                expressions=[
                    (_only("office"), RangeOperators.OVERLAPS),
                    (
                        _only(Cast(Replace("regency", models.Value(".")), models.BigIntegerField())),
                        RangeOperators.OVERLAPS,
                    ),
                    (_days(), RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (models.Index(fields=["regency"], name="area_by_regency"),)

    def __str__(self) -> str:
        return f"{self.office} {self.regency}"


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


def _break_inside(name: str) -> models.CheckConstraint:
    """A break has both ends, in the opening hours, or none. A check that answers NULL would let half a break in."""
    opens, closes = models.F("opens"), models.F("closes")
    whole = models.Q(break_from__isnull=False, break_to__isnull=False)
    inside = models.Q(break_from__gt=opens, break_to__gt=models.F("break_from"), break_to__lt=closes)
    return models.CheckConstraint(condition=models.Q(break_from=None, break_to=None) | (whole & inside), name=name)


class WallHours(models.Model):
    """Opening hours and a break or none: wall-clock times of the office's zone."""

    opens = models.TimeField()
    closes = models.TimeField()
    break_from = models.TimeField(null=True)
    break_to = models.TimeField(null=True)

    class Meta:
        abstract = True


class OpeningHours(WallHours):
    """Weekly hours of a service point; weekday 0 is Monday. A period may take their place (HoursPeriod)."""

    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "weekday"], name="hours_once_a_weekday"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="hours_weekday"),
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="hours_forward"),
            _break_inside("hours_break_inside"),
        )

    def __str__(self) -> str:
        return f"{self.point} {self.weekday}: {self.opens}-{self.closes}"


class HoursPeriod(models.Model):
    """Weekly hours of their own in a time, by decree (R14): Ramadan; without an end, a new week from `starts_on` on.

    For a point, for an office (point empty), or for the whole country (both empty). `ends_on`: the first day after.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True)
    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    name = models.CharField(max_length=120)
    decree = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            _forward("period_forward"),
            models.CheckConstraint(condition=models.Q(point=None) | ~models.Q(office=None), name="period_of_a_point"),
            ExclusionConstraint(
                name="period_once_a_day",
                expressions=[
                    (_only(Coalesce("office", models.Value(0))), RangeOperators.OVERLAPS),
                    (_only(Coalesce("point", models.Value(0))), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ends_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["office", "point", "starts_on"],
                condition=models.Q(ends_on=None),
                nulls_distinct=False,
                name="period_one_new_week_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on}"


class PeriodHours(WallHours):
    """One weekday of a period; a weekday without a row is closed."""

    period = models.ForeignKey(HoursPeriod, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["period", "weekday"], name="period_hours_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="period_hours_weekday"),
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="period_hours_forward"),
            _break_inside("period_break_inside"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.weekday}: {self.opens}-{self.closes}"


class CalendarDay(models.Model):
    """A day that differs from its weekday, by decree; office empty: everywhere (R13, R14)."""

    day = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True)
    kind = models.CharField(max_length=10, choices=_choices(rules.DayKind))
    name = models.CharField(max_length=120)
    decree = models.CharField(max_length=120, blank=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    break_from = models.TimeField(null=True)
    break_to = models.TimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["day", "office"], name="day_once_an_office"),
            models.UniqueConstraint(fields=["day"], condition=models.Q(office=None), name="day_once_everywhere"),
            models.CheckConstraint(
                condition=models.Q(opens=None, closes=None)
                | models.Q(opens__isnull=False, closes__isnull=False, opens__lt=models.F("closes")),
                name="day_hours_forward",
            ),
            _break_inside("day_break_inside"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.name}"
