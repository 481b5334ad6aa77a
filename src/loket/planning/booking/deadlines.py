"""Rules of services with a legal deadline, and of cases that can't wait (A11, R46). No Django, no clock, no database.

A permit ends with its last day. Its holder comes at the latest on the last working day before it; a holder who asks
on the very last day comes on that day when the office works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loket.kit.errors import Refusal

Works = Callable[[date], bool]
#: A permit that ends later than this is a typing mistake: ITAP runs five years.
LONGEST_AHEAD = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class DeadlineNumbers:
    """Windows and bounds: months before the last day from which an extension is taken (R46, by service code),
    how many seats a day may be added beyond the floor, and how soon after now a granted hour may start."""

    window_months: int = 3
    added_a_day: int = 4
    notice: timedelta = timedelta(hours=1)


#: In force until foundation.policy says otherwise. Three months: ITAS (R46); the day's bound is our own.
NUMBERS = DeadlineNumbers()


class UrgentKind(StrEnum):
    """Why a case can't wait (SE IMI-GR.01.01-2114/2020: medical with referral, cannot be postponed)."""

    MEDICAL = "medical"
    DEATH = "death"


class Standing(StrEnum):
    """Where the holder of a permit stands towards its last day."""

    EARLY = "early"  # the window has not opened
    OPEN = "open"
    CLOSING = "closing"  # no working day is left before the end; the permit still runs
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Window:
    """From when to which day a holder may come; `last` is None when no working day is left."""

    standing: Standing
    opens: date
    last: date | None


class PermitDateWrong(Refusal):
    """A permit's last day is missing or years away."""

    code, status = "permit_date_wrong", 422
    sentence = "Periksa tanggal: izin tinggal berlaku paling lama 5 tahun ke depan."


class PermitExpired(Refusal):
    """The permit has ended: no seat is booked online, an officer helps (law 6/2011, article 78)."""

    code = "permit_expired"
    sentence = (
        "Izin tinggal ini sudah berakhir. Datang ke meja bantuan secepatnya; petugas membantu langkah berikutnya."
    )


class PermitTooEarly(Refusal):
    """The window of the extension has not opened yet (R46)."""

    code = "permit_too_early"
    sentence = "Perpanjangan izin ini belum dapat diajukan. Jendelanya dibuka 3 bulan sebelum izin berakhir."


class PastDeadline(Refusal):
    """The hour lies after the last day on which this permit can be extended."""

    code = "past_deadline"
    sentence = "Hari ini melewati batas izin tinggal. Pilih hari sebelum izin berakhir."


class SeatsAreFree(Refusal):
    """A guaranteed seat was asked for while ordinary ones are free before the permit's end."""

    code = "seats_are_free"
    sentence = "Masih ada jam sebelum izin berakhir. Pilih salah satu jam itu."


class NoHourLeft(Refusal):
    """No office hour is left before the permit's end: an officer helps at once."""

    code = "no_hour_left"
    sentence = (
        "Tidak ada jam kerja yang tersisa sebelum izin berakhir. Datang ke meja bantuan hari ini juga, atau pada"
        " hari kerja berikutnya; permintaan Anda hari ini tercatat."
    )


@dataclass(frozen=True, slots=True)
class Hour:
    """One office hour that may hold a guaranteed seat. `taken`, `quota`: its deadline seats; `load`: all services'."""

    day: date
    starts_at: datetime
    taken: int
    quota: int
    load: int
    added_that_day: int

    def lacks(self, party: int) -> int:
        """How many seats have to be added for this party."""
        return max(0, self.taken + party - self.quota)


def window_of(ends_on: date, *, today: date, works: Works, numbers: DeadlineNumbers = NUMBERS) -> Window:
    """When the holder of a permit that ends with `ends_on` may come (R46). Raises PermitDateWrong."""
    if ends_on > today + LONGEST_AHEAD:
        raise PermitDateWrong
    if ends_on < today:
        return Window(Standing.EXPIRED, ends_on, None)
    opens = months_before(ends_on, numbers.window_months)
    if today < opens:
        return Window(Standing.EARLY, opens, last_seat_day(ends_on, today=opens, works=works))
    last = last_seat_day(ends_on, today=today, works=works)
    return Window(Standing.OPEN if last else Standing.CLOSING, opens, last)


def last_seat_day(ends_on: date, *, today: date, works: Works) -> date | None:
    """The last working day before `ends_on`, not before `today`; the last day itself when no other is left."""
    before = (ends_on - timedelta(days=n) for n in range(1, max(0, (ends_on - today).days) + 1))
    found = next((day for day in before if works(day)), None)
    return found or (ends_on if ends_on >= today and works(ends_on) else None)


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; 31 May less three months is 28 February."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise AssertionError(day)


def choose_hour(hours: Iterable[Hour], *, party: int, numbers: DeadlineNumbers = NUMBERS) -> Hour | None:
    """The hour for a guaranteed seat: none added before some are, days within their bound before others, then the
    least loaded hour, the earlier one on a tie. None only when there is no hour at all: the bound spreads, the law
    comes first."""
    return min(
        hours,
        key=lambda hour: (
            hour.lacks(party) > 0,
            hour.lacks(party) > 0 and hour.added_that_day + hour.lacks(party) > numbers.added_a_day,
            hour.load,
            hour.starts_at,
        ),
        default=None,
    )
