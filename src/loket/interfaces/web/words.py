"""Refusals and names in the reader's language. Rules keep Indonesian sentences and know no translation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.notify.rules import MessageChannel
from loket.kit.errors import Refusal
from loket.planning.booking.needs import Need, Needs

#: What people need, as gate, counter, day list and ticket call it, each with its sign.
NEEDS: dict[Need, tuple[str, str | Promise]] = {
    Need.WHEELCHAIR: ("wheelchair", _("Kursi roda")),
    Need.DEAF: ("ear", _("Tuli")),
    Need.BLIND: ("eye", _("Netra")),
    Need.INTERPRETER: ("talk", _("Perlu juru bahasa")),
}


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


@dataclass(frozen=True, slots=True)
class NeedSaid:
    """One need: its sign and its word; an interpreter with the language."""

    sign: str
    word: str


def needs_in_words(needs: Needs) -> list[NeedSaid]:
    """What a person needs, in the reader's language."""
    return [
        NeedSaid(sign, f"{word}: {needs.language}" if kind is Need.INTERPRETER else str(word))
        for kind, (sign, word) in ((kind, NEEDS[kind]) for kind in needs.kinds)
    ]


#: How a ticket says that a need is known.
_KNOWN: dict[Need, str | Promise] = {
    Need.WHEELCHAIR: _("Kami tahu Anda memakai kursi roda; petugas gerbang membantu Anda masuk."),
    Need.DEAF: _("Kami tahu Anda tuli; petugas diberi tahu, dan nomor Anda tampil di papan."),
    Need.BLIND: _("Kami tahu Anda netra; petugas gerbang dan loket diberi tahu."),
}


def needs_sentence(needs: Needs) -> str:
    """What the ticket says of one person's needs."""
    said = [str(_KNOWN[kind]) for kind in needs.kinds if kind in _KNOWN]
    if Need.INTERPRETER in needs.kinds:
        words = gettext("Kami tahu Anda perlu juru bahasa %(language)s; petugas diberi tahu.")
        said.append(words % {"language": needs.language})
    return " ".join(said)


#: By which ways messages go.
CHANNELS: dict[str, str | Promise] = {
    MessageChannel.WHATSAPP: _("WhatsApp"),
    MessageChannel.SMS: _("SMS"),
    MessageChannel.EMAIL: _("Surel"),
    MessageChannel.SCREEN: _("Hanya di halaman akun"),
}
