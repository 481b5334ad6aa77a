"""Refusals and names in the reader's language. Rules keep Indonesian sentences and know no translation."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.notify.rules import MessageChannel
from loket.kit.errors import Refusal


def said(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language, with its facts filled in."""
    sentence = gettext(str(refusal.sentence))
    return sentence % refusal.facts if refusal.facts else sentence


def is_english() -> bool:
    """Whether the reader chose English."""
    return (get_language() or "id").startswith("en")


def spoken(name_id: str, name_en: str) -> str:
    """The one of two names that the reader's language asks for."""
    return name_en if is_english() else name_id


#: By which ways messages go.
CHANNELS: dict[str, str | Promise] = {
    MessageChannel.WHATSAPP: _("WhatsApp"),
    MessageChannel.SMS: _("SMS"),
    MessageChannel.EMAIL: _("Surel"),
    MessageChannel.SCREEN: _("Hanya di halaman akun"),
}
