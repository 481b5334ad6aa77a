"""The finder of personal data finds it, and leaves numbers of the house alone."""

from __future__ import annotations

import pytest
from tests.house.personal_data import personal_data_in


@pytest.mark.parametrize(
    "text",
    [
        "nik=3174091705900001",
        "tel +6281234567890",
        "hubungi 0812-3456-7890 ya",
        "tulis ke budi@contoh.id",
        "Budi Santoso",
    ],
)
def test_finds_personal_data(text: str) -> None:
    assert personal_data_in(text, known=("budi santoso",))


@pytest.mark.parametrize(
    "text",
    [
        "GET /nomor/3f2b8c1e-0a4d-4a0c-9a65-6fd6b2b8a111/ 200",
        "JKS-0902-09-A17",
        "A-017",
        "2022-02-04T01:20:00+00:00 listening",
        "sha256:81234567890123456789abcdef0123456789abcdef",
    ],
)
def test_leaves_numbers_of_the_house_alone(text: str) -> None:
    assert personal_data_in(text, known=("Budi Santoso",)) == []
