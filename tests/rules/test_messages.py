"""What messages say, by which channels they go, when they are tried again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.notify import rules, texts
from loket.foundation.notify.rules import LONGEST, FactMissing, MessageChannel, Template, compose, ways

_FACTS: dict[str, Any] = {
    "code": "012345",
    "minutes": 10,
    "office": "Jakarta Selatan",
    "day": date(2022, 2, 9),
    "last": date(2022, 3, 11),
    "hour": "09.00 WIB",
    "until": "11.00 WIB",
    "number": "JKS-0902-09-A17",
    "people": 2,
    "ahead": 3,
    "waited": 20,
    "left": 14,
    "service": ("Paspor", "Passport"),
    "place": "Jalan Warung Buncit Raya 207",
    "door": (rules.door_line("arrive", opens="08.30", closes="09.15 WIB"), rules.door_line("mask")),
}
#: GSM 03.38, the alphabet of a plain SMS: one sign outside it halves what a page holds.
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ALL = frozenset(MessageChannel)
_NO_LETTER = (Template.CODE, Template.NUMBER_NEAR)


@pytest.mark.parametrize("template", list(Template))
def test_every_message_speaks_both_languages(template: Template) -> None:
    indonesian, english = compose(template, "id", _FACTS), compose(template, "en", _FACTS)
    assert indonesian.short != english.short
    for said in (indonesian, english):
        assert 20 < len(said.short) <= LONGEST
        assert bool(said.letter) == bool(said.subject) == (template not in _NO_LETTER)
        assert "\n" not in said.subject
        assert len(said.subject) <= 78


@pytest.mark.parametrize("template", list(Template))
def test_every_short_text_is_written_in_the_alphabet_of_a_plain_sms(template: Template) -> None:
    for language in ("id", "en"):
        assert set(compose(template, language, _FACTS).short) <= _GSM


@pytest.mark.parametrize("template", list(Template))
def test_no_message_needs_a_link(template: Template) -> None:
    for language in ("id", "en"):
        said = compose(template, language, _FACTS)
        assert "http" not in said.short + said.letter
        assert "www" not in said.short + said.letter


@pytest.mark.parametrize("template", list(Template))
def test_every_declared_fact_is_told_somewhere(template: Template) -> None:
    text = texts.text_of(template)
    for said in text.wording.values():
        named = texts.names_in(said.short + said.subject + said.letter)
        assert named == text.facts.keys()


def test_a_booking_is_told_with_day_hour_and_number() -> None:
    text = compose(Template.BOOKING_MADE, "id", _FACTS).short
    assert text.startswith("Terjadwal di Jakarta Selatan: Rabu, 9 Februari 2022, 09.00 WIB, 2 orang.")
    assert "JKS-0902-09-A17" in text
    assert text.endswith("Datang 08.30-09.15 WIB. Pakai masker.")


def test_a_letter_lists_what_holds_at_the_door_one_sentence_a_line() -> None:
    letter = compose(Template.DAY_BEFORE, "en", _FACTS).letter
    assert "At the gate:\nArrive 08.30-09.15 WIB.\nWear a mask.\n" in letter


def test_one_person_is_a_person_in_english() -> None:
    assert "1 person." in compose(Template.BOOKING_MADE, "en", _FACTS | {"people": 1}).short


@given(st.lists(st.tuples(st.text("abc ", max_size=200), st.text("abc ", max_size=200)), max_size=12))
def test_whatever_holds_at_the_door_the_short_text_keeps_its_head_and_its_bound(door: list[tuple[str, str]]) -> None:
    bare = compose(Template.BOOKING_MADE, "id", _FACTS | {"door": ()}).short
    text = compose(Template.BOOKING_MADE, "id", _FACTS | {"door": door}).short
    assert text.startswith(bare)
    assert len(text) <= rules.WITH_SENTENCES


def test_a_sentence_that_does_not_fit_makes_room_for_a_shorter_one() -> None:
    text = compose(Template.BOOKING_MADE, "id", _FACTS | {"door": (("x" * 300, ""), ("Pakai masker.", ""))}).short
    assert text.endswith(" Pakai masker.")
    assert "x" not in text


@given(st.sampled_from(list(Template)), st.sampled_from(sorted(_FACTS)))
def test_a_message_without_one_of_its_facts_is_refused(template: Template, missing: str) -> None:
    fewer = {key: value for key, value in _FACTS.items() if key != missing}
    if missing in texts.text_of(template).facts:
        with pytest.raises(FactMissing):
            compose(template, "id", fewer)
    else:
        assert compose(template, "id", fewer) == compose(template, "id", _FACTS)


def test_a_message_longer_than_its_bound_is_refused() -> None:
    with pytest.raises(FactMissing):
        compose(Template.CODE, "id", _FACTS | {"code": "1" * 400})


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("kept_days = 1\n[id]\nshort = 'a'\n", "en"),
        ("kept_days = 1\n[id]\nshort = 'a {b}'\n[en]\nshort = 'a'\n", "b"),
        ("kept_days = 1\n[facts]\nb = 'colour'\n[id]\nshort = 'a'\n[en]\nshort = 'a'\n", "sort"),
        ("kept_days = 1\n[id]\nshort = 'a'\nsubject = 's'\n[en]\nshort = 'a'\n", "subject"),
        ("kept_days = 1\n[id]\nshort='a'\nsubject='s'\nletter='l'\n[en]\nshort = 'a'\n", "letter"),
    ],
)
def test_a_file_of_texts_that_is_not_whole_is_refused_in_words(source: str, wrong: str) -> None:
    with pytest.raises(texts.TextWrong, match=wrong):
        texts.read_text("sample", source)


def _ways(template: Template = Template.BOOKING_MADE, **said: Any) -> list[MessageChannel]:
    usual: dict[str, Any] = {
        "wanted": MessageChannel.WHATSAPP, "has_phone": True, "has_email": True, "available": _ALL,
    }  # fmt: skip
    return ways(template, **(usual | said))


def test_the_wanted_channel_comes_first_and_the_others_stand_behind_it() -> None:
    assert _ways(wanted=MessageChannel.EMAIL) == ["email", "whatsapp", "sms"]
    assert _ways(wanted=MessageChannel.SMS) == ["sms", "whatsapp", "email"]


def test_a_channel_that_gave_up_is_left_out() -> None:
    assert _ways(gave_up=["whatsapp"]) == ["sms", "email"]


def test_without_an_address_nothing_goes_by_e_mail() -> None:
    assert _ways(has_email=False, wanted=MessageChannel.EMAIL) == ["whatsapp", "sms"]


def test_a_sign_in_code_never_goes_by_e_mail_nor_on_the_screen() -> None:
    assert _ways(Template.CODE, wanted=MessageChannel.EMAIL) == ["whatsapp", "sms"]
    assert _ways(Template.CODE, wanted=MessageChannel.SCREEN) == ["whatsapp", "sms"]


def test_who_wants_only_the_screen_is_told_nowhere_else() -> None:
    assert _ways(wanted=MessageChannel.SCREEN) == ["screen"]


@given(
    st.sampled_from(list(Template)), st.sampled_from(list(MessageChannel)), st.booleans(), st.booleans(),
    st.frozensets(st.sampled_from(list(MessageChannel))), st.frozensets(st.sampled_from(list(MessageChannel))),
)  # fmt: skip
def test_no_channel_is_asked_twice_nor_one_that_is_not_there(
    template: Template,
    wanted: MessageChannel,
    phone: bool,
    email: bool,
    available: frozenset[MessageChannel],
    gave_up: frozenset[MessageChannel],
) -> None:
    found = ways(
        template, wanted=wanted, has_phone=phone, has_email=email, available=available, gave_up=sorted(gave_up)
    )
    assert len(found) == len(set(found))
    assert set(found) <= available - gave_up
    assert email or MessageChannel.EMAIL not in found
    assert phone or not {MessageChannel.SMS, MessageChannel.WHATSAPP} & set(found)


@given(st.integers(1, 40), st.uuids())
def test_waits_grow_are_bounded_and_the_same_message_waits_the_same(tries: int, message: Any) -> None:
    wait = rules.wait_before(tries, message=str(message))
    middle = min(timedelta(seconds=30) * 4 ** min(tries - 1, 20), timedelta(hours=3))
    assert middle * 0.75 <= wait <= middle * 1.25
    assert wait == rules.wait_before(tries, message=str(message))


def test_what_failed_together_does_not_come_back_together() -> None:
    waits = {rules.wait_before(3, message=str(n)) for n in range(50)}
    assert len(waits) == 50


@pytest.mark.parametrize(("waited", "due"), [(6, None), (7, 7), (19, 7), (20, 20), (28, 28), (30, 28)])
def test_a_document_is_reminded_of_after_7_20_and_28_days(waited: int, due: int | None) -> None:
    assert rules.collect_reminder(waited, stages=(7, 20, 28)) == due


@pytest.mark.parametrize(("left", "due"), [(31, None), (30, 30), (15, 30), (14, 14), (7, 7), (0, 7), (-1, None)])
def test_a_permit_is_reminded_of_30_14_and_7_days_before(left: int, due: int | None) -> None:
    assert rules.permit_reminder(left) == due


@pytest.mark.parametrize(("hour", "day"), [(15, 3), (16, 4), (23, 4), (0, 3)])
def test_the_mark_of_a_day_is_passed_at_16_00_on_its_own_clock(hour: int, day: int) -> None:
    assert rules.last_mark(datetime(2022, 2, 4, hour, tzinfo=ZoneInfo("Asia/Jayapura"))) == date(2022, 2, day)


def _works(day: date) -> bool:
    return day.weekday() < 5


def test_a_monday_is_reminded_of_on_the_friday_before() -> None:
    friday, saturday, monday = date(2022, 2, 4), date(2022, 2, 5), date(2022, 2, 7)
    assert not rules.day_before_is_due(monday, date(2022, 2, 3), _works)
    for mark in (friday, saturday):
        assert rules.day_before_is_due(monday, mark, _works)


@given(st.integers(1, 60), st.integers(0, 60), st.sets(st.integers(0, 6), min_size=1))
def test_a_visit_stays_due_once_it_is(ahead: int, later: int, open_days: set[int]) -> None:
    day = date(2022, 3, 1)
    mark = day - timedelta(days=ahead)

    def works(other: date) -> bool:
        return other.weekday() in open_days

    if rules.day_before_is_due(day, mark, works):
        assert rules.day_before_is_due(day, mark + timedelta(days=later), works)
