"""Which pages are compressed: none that holds a secret (docs/adr/0011)."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories.offices import furnished_office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/kantor/", "/ambil-nomor/", "/bantuan/"])
def test_compresses_what_everybody_may_read(path: str) -> None:
    furnished_office()
    answer = Client(headers={"Accept-Encoding": "gzip"}).get(path)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/tiket/", "/masuk/", "/petugas/masuk/"])
def test_leaves_pages_that_ask_for_secrets_as_they_are(path: str) -> None:
    answer = Client(headers={"Accept-Encoding": "gzip"}).get(path)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
