"""What an installation that serves people refuses, and what of the demo is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.database import ROOT

from loket.kit.crypto import write_keys

_LOOK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
found = [resolved for path in ("/gaya/", "/demo/pesan/") if (resolved := there(path))]
print(found, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.LOKET.demo_starts_at)
"""
_THERE = """
from django.urls import Resolver404, resolve
def there(path):
    try:
        return resolve(path).route
    except Resolver404:
        return ""
"""


def run(*words: str, keys: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """A program of ours without the demo's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    secret = {"LOKET_KEYS_FILE": str(keys)} if keys else {}
    env = {**kept, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "loket.config.settings"}
    return subprocess.run(
        [sys.executable, *words], env=env | secret | variables, capture_output=True, text=True, timeout=120, check=False
    )


def loket(*words: str, keys: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command `loket`."""
    return run("-m", "loket.config.main", *words, keys=keys, **variables)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    write_keys(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_has_no_screen_of_messages_no_samples_and_secure_cookies(keys: Path) -> None:
    looked = run("-c", _THERE + _LOOK, keys=keys)
    assert looked.stdout.split("\n")[0] == "[] True True None", looked.stderr


@pytest.mark.parametrize("command", ["serve", "work"])
def test_asks_for_the_keys_in_words(command: str, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{}")
    (tmp_path / "odd.json").write_bytes(b"\xff\xfe")
    answers = [loket(command), *(loket(command, keys=tmp_path / n) for n in ("none", "broken.json", "odd.json"))]
    for answer in answers:
        assert answer.returncode == 2
        assert "LOKET_KEYS_FILE" in answer.stderr
        assert "loket keys make" in answer.stderr
        assert "Traceback" not in answer.stderr


def test_refuses_the_demos_clock(keys: Path) -> None:
    answer = loket("serve", keys=keys, LOKET_NOW="2022-02-04T07:20+07:00")
    assert answer.returncode == 2
    assert "LOKET_NOW" in answer.stderr


def test_does_not_run_as_the_demo(keys: Path) -> None:
    answer = loket("run", keys=keys)
    assert answer.returncode == 1
    assert "loket serve" in answer.stderr
