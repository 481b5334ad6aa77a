"""The month as pages draw it: weeks of days, each with its quota's bar or the word why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from loket.foundation.offices.queries import OfficeCalendar, calendar_of
from loket.interfaces.web.public.words import DAY_LONG, DAY_SHORT, HOUR, Words
from loket.planning.booking import queries, rules

#: Nobody books further ahead than this many months.
MONTHS_AHEAD = 6


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day in the grid."""

    date: date
    is_open: bool
    is_told: bool  # not open, and its page says why and what is nearest
    short: Words
    long: Words
    left: int
    quota: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Release:
    """Days whose quota opens at one moment (R6)."""

    first: date
    last: date
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class HourCell:
    """One hour of the chosen day."""

    slot_id: int
    starts_at: datetime
    left: int
    word: Words
    chosen: bool
    opens_at: datetime | None  # when it is not open yet


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month with its weeks (None before its first day), the releases to come, and closed days that have a name."""

    month: date
    before: date | None
    after: date | None
    weeks: list[list[DayCell | None]]
    releases: list[Release]
    holidays: list[tuple[date, str]]
    has_seats: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: where, what, for how many, from which day on and until which (a permit's end)."""

    point_id: int
    service_id: int
    party: int
    today: date
    timezone: str
    not_before: date | None = None
    not_after: date | None = None
    channels: tuple[rules.Channel, ...] = queries.PUBLIC
    here: queries.ServiceHere | None = None  # asked once for the page

    def holds(self, day: date) -> bool:
        """Whether this day may be offered at all."""
        return not (self.not_before and day < self.not_before) and not (self.not_after and day > self.not_after)


def month_page(wish: Wish, month: date, chosen: date | None, now: datetime) -> MonthPage:
    """The days of a month from this week on; four queries with `here`. Days before `not_before` are not offered."""
    offers = queries.days_of_month(
        wish.point_id, wish.service_id, month.year, month.month, wish.party, now, wish.channels, wish.here
    )
    calendar = calendar_of(wish.point_id, offers[0].day, offers[-1].day)
    this_week = wish.today - timedelta(days=wish.today.weekday())
    shown = [offer for offer in offers if offer.day >= this_week and (offer.day.weekday() < 5 or offer.quota)]
    weeks = [list(days) for _, days in groupby(shown, key=lambda offer: offer.day.isocalendar().week)]
    first = wish.today.replace(day=1)
    return MonthPage(
        month=month,
        before=_moved(month, -1) if month > first else None,
        after=_moved(month, 1) if month < _moved(first, MONTHS_AHEAD) else None,
        weeks=[_row(week, wish, chosen) for week in weeks if _is_worth_showing(week)],
        releases=_releases([offer for offer in shown if wish.holds(offer.day)]),
        holidays=_holidays(shown, calendar),
        has_seats=any(_is_open(offer, wish) for offer in shown),
    )


def hour_cells(wish: Wish, day: date, chosen: int, now: datetime) -> list[HourCell]:
    """The hours of a day; two queries."""
    if not wish.holds(day):
        return []
    return [
        HourCell(
            slot_id=hour.slot_id,
            starts_at=hour.starts_at,
            left=hour.free if hour.says is rules.SlotSays.FREE else 0,
            word=HOUR.get(hour.says, ""),
            chosen=hour.slot_id == chosen,
            opens_at=hour.opens_at if hour.says is rules.SlotSays.NOT_OPEN else None,
        )
        for hour in queries.hours_of_day(wish.point_id, wish.service_id, day, wish.party, now, wish.channels)
        if hour.says is not rules.SlotSays.PAST
    ]


def _moved(month: date, by: int) -> date:
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


def _is_open(offer: queries.DayOffer, wish: Wish) -> bool:
    return offer.says is rules.DaySays.FREE and wish.holds(offer.day)


def _row(week: Sequence[queries.DayOffer], wish: Wish, chosen: date | None) -> list[DayCell | None]:
    """The week's days, each under its weekday: a month that begins on Tuesday leaves Monday's place empty."""
    return [*[None] * week[0].day.weekday(), *(_cell(offer, wish, chosen) for offer in week)]


def _cell(offer: queries.DayOffer, wish: Wish, chosen: date | None) -> DayCell:
    is_open = _is_open(offer, wish)
    says = offer.says if offer.says is not rules.DaySays.FREE else rules.DaySays.CLOSED
    if offer.day < wish.today:
        says = rules.DaySays.PAST
    return DayCell(
        date=offer.day,
        is_open=is_open,
        is_told=not is_open and offer.day >= wish.today and says not in (rules.DaySays.CLOSED, rules.DaySays.PAST),
        short="" if is_open else DAY_SHORT[says],
        long="" if is_open else DAY_LONG[says],
        left=offer.free,
        quota=offer.quota,
        chosen=is_open and offer.day == chosen,
    )


def _is_worth_showing(week: Sequence[queries.DayOffer]) -> bool:
    return any(offer.says not in (rules.DaySays.PAST, rules.DaySays.CLOSED) for offer in week)


def _releases(offers: Sequence[queries.DayOffer]) -> list[Release]:
    waiting = [o for o in offers if o.says is rules.DaySays.NOT_OPEN and o.opens_at]
    found = []
    for opens_at, days in groupby(waiting, key=lambda offer: offer.opens_at):
        listed = list(days)
        assert opens_at is not None
        found.append(Release(listed[0].day, listed[-1].day, opens_at))
    return found[:3]


def _holidays(offers: Sequence[queries.DayOffer], calendar: OfficeCalendar) -> list[tuple[date, str]]:
    closed = (o.day for o in offers if not o.quota and not calendar.works(o.day))
    return [(day, calendar.name_of(day)) for day in closed if calendar.name_of(day)]
