"""What is in force, where and when: asked of the real database with the law in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.offices import MORNING, bare_office

from loket.foundation.policy.queries import at
from loket.foundation.policy.rules import NumberName

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("moment", [datetime(1990, 1, 1, tzinfo=UTC), MORNING, datetime(2099, 12, 31, tzinfo=UTC)])
def test_answers_every_number_at_any_time(moment: datetime) -> None:
    law = at(bare_office().pk, moment)
    assert set(law.numbers) == set(NumberName)
