"""The words of a refusal in the reader's language. Rules keep Indonesian sentences and know no translation."""

from __future__ import annotations

from django.utils.translation import gettext

from loket.kit.errors import Refusal


def said(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language, with its facts filled in."""
    sentence = gettext(str(refusal.sentence))
    return sentence % refusal.facts if refusal.facts else sentence
