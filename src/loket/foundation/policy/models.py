"""Tables of policy. No two rows of one scope and thing overlap in days: exclusion constraints, see ADR 0012."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Concat

from loket.foundation.offices.models import Office, Region
from loket.foundation.policy import rules


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def one_text(*columns: str) -> models.GeneratedField:
    """What a row is about, as one text: these columns, each with a stroke behind it."""
    parts = [
        part for column in columns for part in (Cast(F(column), models.TextField()), Value("/", models.TextField()))
    ]
    return models.GeneratedField(expression=Concat(*parts), output_field=models.TextField(), db_persist=True)


def topic_of(*more: str) -> models.GeneratedField:
    """The topic of a dated rule: area, region, office, level and the columns of `more`."""
    return one_text("area", "region", "office", "level", *more)


def never_overlapping(name: str) -> ExclusionConstraint:
    """No two rows with one `topic` share a day. `loket_textrange` [x, x] stands for x: plain GiST, no extension."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (Func(F("topic"), F("topic"), Value("[]"), function="loket_textrange"), RangeOperators.OVERLAPS),
            (Func(F("starts_on"), F("ends_on"), function="daterange"), RangeOperators.OVERLAPS),
        ],
    )


class Dated(models.Model):
    """A rule of a scope (at most one of area, region, office; none: the nation), half-open days, and its basis."""

    area = models.CharField(max_length=10, choices=_choices(rules.Area), blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    citation = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(area="", region=None) | Q(area="", office=None) | Q(region=None, office=None),
                name="%(class)s_one_scope",
            ),
            models.CheckConstraint(condition=Q(level=None) | Q(level__range=(1, 4)), name="%(class)s_level"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="%(class)s_forward",
            ),
            models.CheckConstraint(condition=~Q(citation=""), name="%(class)s_has_basis"),
        )

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Enactment(models.Model):
    """A level of restriction (PPKM) for a region, or for one office of it; until before `ends_on` (B6).

    Levels are given to cities, so a region may hold several; an office's own level goes before its region's.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    risk_zone = models.CharField(max_length=10, choices=_choices(rules.RiskZone), blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    decree = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    lifted_at = models.DateTimeField(null=True)
    topic = one_text("region", "office")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="enactment_level"),
            #: lifted before its first day: an empty period, which overlaps nothing
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="enactment_forward"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) | Q(lifted_at__isnull=False), name="enactment_ends"
            ),
            models.CheckConstraint(condition=~Q(decree=""), name="enactment_has_decree"),
            never_overlapping("enactment_one_level_a_day"),
        )

    def __str__(self) -> str:
        return f"level {self.level} from {self.starts_on}"


class Number(Dated):
    """One number of the law by its name; the unit stands in rules.MEASUREMENTS."""

    name = models.CharField(max_length=30, choices=_choices(rules.NumberName))
    value = models.IntegerField()
    topic = topic_of("name")

    class Meta(Dated.Meta):
        constraints = (*Dated.Meta.constraints, never_overlapping("number_no_overlap"))


class StaffCap(Dated):
    """Part of the staff that may be at the office, by sector, level, and where circulars say so by risk zone (R54)."""

    sector = models.CharField(max_length=15, choices=_choices(rules.Sector))
    risk_zone = models.CharField(max_length=10, choices=_choices(rules.RiskZone), blank=True)
    percent = models.PositiveSmallIntegerField()
    topic = topic_of("sector", "risk_zone")

    class Meta(Dated.Meta):
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(percent__lte=100), name="staffcap_percent"),
            never_overlapping("staffcap_no_overlap"),
        )


class SectorRule(Dated):
    """Which sector's cap an immigration office counts under: circulars don't name it, so it is an entry."""

    sector = models.CharField(max_length=15, choices=_choices(rules.Sector))
    topic = topic_of()

    class Meta(Dated.Meta):
        constraints = (*Dated.Meta.constraints, never_overlapping("sectorrule_no_overlap"))


class DoorRule(Dated):
    """Who may pass the door: visitors, companions, walk-ins (R1, R25, report A5)."""

    visitors = ArrayField(models.CharField(max_length=15, choices=_choices(rules.Visitor)), size=20)
    companions = models.CharField(max_length=10, choices=_choices(rules.Companions))
    walk_in = models.BooleanField()
    topic = topic_of()

    class Meta(Dated.Meta):
        constraints = (*Dated.Meta.constraints, never_overlapping("doorrule_no_overlap"))


class ScreeningRule(Dated):
    """What is looked at before the door (R34, R35). Colours: verdict by colour, empty when none is asked for.

    `temperature_limit` in tenths of a degree, which itself passes; empty: not measured.
    """

    mask = models.BooleanField()
    temperature_limit = models.PositiveSmallIntegerField(null=True)
    green = models.CharField(max_length=8, choices=_choices(rules.ColourVerdict), blank=True)
    yellow = models.CharField(max_length=8, choices=_choices(rules.ColourVerdict), blank=True)
    red = models.CharField(max_length=8, choices=_choices(rules.ColourVerdict), blank=True)
    black = models.CharField(max_length=8, choices=_choices(rules.ColourVerdict), blank=True)
    told_id = models.CharField(max_length=600, blank=True)
    told_en = models.CharField(max_length=600, blank=True)
    topic = topic_of()

    class Meta(Dated.Meta):
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(green="", yellow="", red="", black="")
                | ~(Q(green="") | Q(yellow="") | Q(red="") | Q(black="")),
                name="screeningrule_all_colours",
            ),
            never_overlapping("screeningrule_no_overlap"),
        )


class Measure(Dated):
    """A measure in force, as people read it, in both languages."""

    code = models.SlugField(max_length=40)
    text_id = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    topic = topic_of("code")

    class Meta(Dated.Meta):
        constraints = (*Dated.Meta.constraints, never_overlapping("measure_no_overlap"))
