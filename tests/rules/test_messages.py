"""What messages say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.notify.rules import LONGEST, FactMissing, Template, compose

_FACTS: dict[str, Any] = {
    "code": "012345",
    "minutes": 10,
    "office": "Jakarta Selatan",
    "day": date(2022, 2, 9),
    "hour": "09.00 WIB",
    "number": "JKS-0902-09-A17",
    "people": 2,
    "ahead": 3,
}


@pytest.mark.parametrize("template", list(Template))
def test_every_message_speaks_both_languages(template: Template) -> None:
    indonesian, english = compose(template, "id", _FACTS), compose(template, "en", _FACTS)
    assert indonesian != english
    assert 20 < len(indonesian) <= LONGEST
    assert 20 < len(english) <= LONGEST


def test_a_booking_is_told_with_day_hour_and_number() -> None:
    text = compose(Template.BOOKING_MADE, "id", _FACTS)
    assert text.startswith("Terjadwal di Jakarta Selatan: Rabu, 9 Februari 2022, 09.00 WIB, 2 orang.")
    assert "JKS-0902-09-A17" in text


def test_one_person_is_a_person_in_english() -> None:
    assert "1 person." in compose(Template.BOOKING_MADE, "en", _FACTS | {"people": 1})


@given(st.sampled_from(list(Template)), st.sampled_from(sorted(_FACTS)))
def test_a_message_without_one_of_its_facts_is_refused(template: Template, missing: str) -> None:
    fewer = {key: value for key, value in _FACTS.items() if key != missing}
    try:
        text = compose(template, "id", fewer)
    except FactMissing:
        assert str(_FACTS[missing])[:4] in compose(template, "id", _FACTS) or missing == "day"
    else:
        assert text == compose(template, "id", _FACTS)


def test_a_message_longer_than_two_sms_is_refused() -> None:
    with pytest.raises(FactMissing):
        compose(Template.CODE, "id", _FACTS | {"code": "1" * 400})
