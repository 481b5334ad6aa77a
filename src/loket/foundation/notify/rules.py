"""What messages say, by which channels they go, when they are tried again. No names of people, no NIK (R40)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from loket.foundation.notify import texts
from loket.kit import formats
from loket.kit.errors import Refusal

#: So often a channel is asked before it counts as failed and the next one is tried (R67).
TRIES_A_CHANNEL = 6
#: The bound of every short text.
LONGEST = 320
#: Sentences are added up to here: two parts of an SMS, 153 signs each (GSM 03.38); a third would cost and say little.
WITH_SENTENCES = 306
#: Waits before the second try, the third ...: 30 s, 2 min, 8 min, 32 min, 2 h; never more than this.
FIRST_WAIT, WAIT_GROWS, LONGEST_WAIT = timedelta(seconds=30), 4, timedelta(hours=3)
#: Waits differ by up to this share, so that what failed together does not come back together.
JITTER = 0.25

Facts = Mapping[str, Any]
#: A sentence or a name in Indonesian and English.
Pair = tuple[str, str]


class Template(StrEnum):
    """The messages there are; what they say: texts/*.toml."""

    CODE = "code"
    EMAIL_CODE = "email_code"
    BOOKING_MADE = "booking_made"
    BOOKING_HELD = "booking_held"
    BOOKING_MOVED = "booking_moved"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_EXPIRED = "booking_expired"
    BOOKING_MISSED = "booking_missed"
    BOOKING_EXCUSED = "booking_excused"
    DAY_BEFORE = "day_before"
    NUMBER_NEAR = "number_near"
    DOCUMENT_READY = "document_ready"
    PLACE_FROZEN = "place_frozen"
    PLACE_RESTORED = "place_restored"
    PLACE_CLOSED = "place_closed"
    DOCUMENT_WAITING = "document_waiting"
    PERMIT_ENDING = "permit_ending"


class MessageChannel(StrEnum):
    """By which way a message goes. Screen: it is only shown on the account's own page."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"
    SCREEN = "screen"


class DeliveryError(StrEnum):
    """Why a message was not handed over, without a word of what the other side said."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    NO_CHANNEL = "no_channel"
    TOO_LATE = "too_late"


class FactMissing(ValueError):
    """A template was asked for without a fact that it tells, or its short text grew past 320 characters."""


class NotAChannel(Refusal):
    """A channel that is not offered here, or e-mail without a confirmed address."""

    code, status = "not_a_channel", 422
    sentence = "Saluran ini belum dapat dipakai. Pilih saluran lain."


class NothingToTry(Refusal):
    """Messages were to be tried again, and none of this office has failed and is still kept."""

    code, status = "nothing_to_try", 409
    sentence = "Tidak ada pemberitahuan gagal yang masih dapat dicoba lagi."


class NearWrong(Refusal):
    """How many numbers ahead people are told is out of bounds."""

    code, status = "near_wrong", 422
    sentence = "Tulis angka 0 sampai 20. Dengan 0 tidak ada pemberitahuan."


@dataclass(frozen=True, slots=True)
class Composed:
    """A message in one language. Without letter it never goes by e-mail."""

    short: str
    subject: str = ""
    letter: str = ""


def compose(template: Template, language: str, facts: Facts) -> Composed:
    """A message's texts; `language` other than English is Indonesian. Raises FactMissing.

    Sentences that a template carries are added to the short text as far as they fit, in their order; one that
    does not fit is passed over.
    """
    text = texts.text_of(template.value)
    language = formats.table_language(language)
    try:
        said = {name: _said(sort, facts[name], language) for name, sort in text.facts.items()}
    except KeyError as error:
        raise FactMissing(f"{template} needs {error}") from error
    wording = text.wording[language]
    short = wording.short.format_map({name: str(value) for name, value in said.items()})
    if len(short) > LONGEST:
        raise FactMissing(f"{template} is longer than {LONGEST} characters")
    for name, sort in text.facts.items():
        short = _with_room(short, said[name]) if sort == "sentences" else short
    lines = {name: "\n".join(value) if isinstance(value, list) else value for name, value in said.items()}
    return Composed(short, wording.subject.format_map(lines), wording.letter.format_map(lines).strip())


def _with_room(short: str, sentences: Sequence[str]) -> str:
    for sentence in sentences:
        longer = f"{short} {sentence}"
        short = longer if len(longer) <= WITH_SENTENCES else short
    return short


def _said(sort: str, value: Any, language: str) -> Any:
    english = language == formats.ENGLISH
    if sort == "day":
        return formats.long_date(value, language)
    if sort == "people":
        return f"{value} {'person' if value == 1 else 'people'}" if english else f"{value} orang"
    if sort == "words":
        return value[english]
    return [pair[english] for pair in value] if sort == "sentences" else str(value)


def door_line(key: str, **facts: str | Pair) -> Pair:
    """One sentence about the door in both languages (texts: door.toml); a fact may differ by language."""
    both = texts.door_sentences()[key]
    said = [{name: v if isinstance(v, str) else v[i] for name, v in facts.items()} for i in range(2)]
    return both[0].format_map(said[0]), both[1].format_map(said[1])


#: Without another wish: what people expect first (domain.md 13), then what reaches every phone.
ORDER = (MessageChannel.WHATSAPP, MessageChannel.SMS, MessageChannel.EMAIL)


def ways(
    template: Template,
    *,
    wanted: MessageChannel,
    has_phone: bool,
    has_email: bool,
    available: Collection[MessageChannel],
    gave_up: Collection[str] = (),
) -> list[MessageChannel]:
    """The channels still to be tried, in their order: the wanted one, then the others that reach this person.

    Who wants only the screen gets no message elsewhere, except one that never shows there, such as a code.
    """
    text = texts.text_of(template.value)
    allowed = [c for c in MessageChannel if c in (text.channels or tuple(MessageChannel))]
    reach = {
        MessageChannel.WHATSAPP: has_phone,
        MessageChannel.SMS: has_phone,
        MessageChannel.EMAIL: has_email and bool(text.wording[formats.INDONESIAN].letter),
        MessageChannel.SCREEN: wanted is MessageChannel.SCREEN,
    }
    only_screen = wanted is MessageChannel.SCREEN and MessageChannel.SCREEN in allowed
    order = [wanted] if only_screen else [wanted, *(c for c in ORDER if c is not wanted)]
    return [c for c in order if c in allowed and reach[c] and c in available and c not in gave_up]


def wait_before(tries: int, *, message: str) -> timedelta:
    """How long to wait after a channel's `tries`-th failed try: four times as long each time, with jitter.

    The jitter comes from the message's id, so that the same message always waits the same and a thousand spread.
    """
    steps = min(tries - 1, 10)  # far past the longest wait already
    wait = min(FIRST_WAIT * WAIT_GROWS**steps, LONGEST_WAIT)
    share = int.from_bytes(hashlib.sha256(f"{message}\n{tries}".encode()).digest()[:4], "big") / 2**32
    return timedelta(seconds=wait.total_seconds() * (1 - JITTER + 2 * JITTER * share))


def is_too_late(useful_until: datetime | None, now: datetime) -> bool:
    """Whether a message has outlived what it tells: a spent code, a visit that began."""
    return useful_until is not None and now >= useful_until


def kept_for(template: Template) -> timedelta:
    """How long a message's text and addressee are kept after it was written (R64)."""
    return texts.text_of(template.value).kept_for


def useful_until(template: Template, now: datetime) -> datetime | None:
    """Until when a message that is written now is worth sending; None: always."""
    useful = texts.text_of(template.value).useful_for
    return now + useful if useful else None


#: Sign-in codes overtake everything: somebody waits for them. Reminders wait for everything.
_PRIORITIES = {Template.CODE: 20, Template.EMAIL_CODE: 20, Template.NUMBER_NEAR: 10, Template.DAY_BEFORE: -10}


def priority(template: Template) -> int:
    """What the worker delivers first: higher before lower."""
    return _PRIORITIES.get(template, 0)


#: How many numbers ahead "call soon" is told, unless the office says otherwise (R67); 0: never.
NEAR_AHEAD, NEAR_BOUND = 3, 20


def check_near(ahead: int) -> None:
    """Raises NearWrong."""
    if not 0 <= ahead <= NEAR_BOUND:
        raise NearWrong


#: R67: days before a stay permit ends.
PERMIT_REMINDERS = (30, 14, 7)


def collect_reminder(waited: int, *, stages: Sequence[int]) -> int | None:
    """Which reminder is due for a document that waits so many days, or None (R44: 7, 20, 28).

    A late run tells the newest one only.
    """
    return max((day for day in stages if day <= waited), default=None)


def permit_reminder(left: int) -> int | None:
    """Which reminder is due when a permit ends in so many days: 30, 14, 7, or None (R67)."""
    due = [day for day in PERMIT_REMINDERS if left <= day]
    return min(due) if due and left >= 0 else None


#: R67: H-1 goes out at this hour of the office's clock, on the working day before.
DAY_BEFORE_HOUR = 16


def last_mark(wall: datetime) -> date:
    """The newest day whose 16.00 has passed on this wall clock."""
    return wall.date() if wall.hour >= DAY_BEFORE_HOUR else wall.date() - timedelta(days=1)


def day_before_is_due(day: date, mark: date, works: Callable[[date], bool]) -> bool:
    """Whether visits on `day` are to be reminded of, once 16.00 of `mark` has passed (R67).

    The working day before counts: after a weekend or Lebaran the reminder comes on the last day on which the office
    could still be asked. A late run reminds as well.
    """
    between = (mark + timedelta(days=n) for n in range(1, (day - mark).days))
    return not any(works(other) for other in between)
