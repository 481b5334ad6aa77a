"""A visit for the calendar of a phone (RFC 5545): times in the office's zone, an alarm the evening before.

No name and no code stands in it: calendars are copied to clouds. The uid stays the same when the visit moves, the
sequence grows, and a visit that is off cancels itself when the file is opened again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils.translation import get_language, gettext, ngettext

from loket.foundation.notify.rules import Pair
from loket.interfaces.web.public.words import within
from loket.interfaces.web.words import spoken
from loket.kit.clock import at_office
from loket.kit.crypto import keyring
from loket.kit.formats import in_zone
from loket.planning.booking.queries import BookingCard

#: The alarm rings at this hour of the office's clock, the evening before.
EVENING = time(19)


def draw_event(card: BookingCard, *, door: Sequence[Pair], moved: int, is_off: bool, now: datetime) -> bytes:
    """The .ics file of a booking. `moved`: how often it got another hour; `is_off`: cancelled, lapsed or over."""
    from icalendar import Alarm, Calendar, Event, vDuration, vText  # noqa: PLC0415 (kept out of the first pages)

    event = Event()
    event.add("uid", _uid(card))
    event.add("sequence", moved + is_off)
    event.add("dtstamp", now)
    event.add("dtstart", in_zone(card.starts_at, card.timezone))
    event.add("dtend", in_zone(card.ends_at, card.timezone))
    event.add("summary", _summary(card))
    event.add("description", _description(card, door))
    event.add("location", f"{card.point}, {card.address}" if card.address else card.point)
    event.add("status", vText("CANCELLED" if is_off else "CONFIRMED"))
    event.add("transp", vText("OPAQUE"))
    if not is_off:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _summary(card))
        alarm.add("trigger", vDuration(_evening_before(card) - card.starts_at))
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", f"-//Loket//{(get_language() or 'id').upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones(first_date=card.day - timedelta(days=1), last_date=card.day + timedelta(days=1))
    return bytes(calendar.to_ical())


def _uid(card: BookingCard) -> str:
    """The same for a booking as long as it lives; tells nothing of it."""
    return f"{keyring().blind_index('ics', str(card.id)).hex()[:32]}@loket.invalid"


def _evening_before(card: BookingCard) -> datetime:
    return at_office(card.day - timedelta(days=1), EVENING, card.timezone)


def _summary(card: BookingCard) -> str:
    service = within(spoken(card.service_name_id, card.service_name_en))
    return gettext("%(office)s: %(service)s") % {"office": card.office, "service": service}


def _description(card: BookingCard, door: Sequence[Pair]) -> str:
    people = ngettext("%(n)s orang", "%(n)s orang", card.size) % {"n": card.size}
    head = gettext("Nomor %(number)s, %(people)s.") % {"number": card.number, "people": people}
    return "\n".join([head, *(spoken(*pair) for pair in door)])
