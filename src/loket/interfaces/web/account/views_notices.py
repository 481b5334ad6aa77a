"""How an account is told things: by which channel, and what it was told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from loket.foundation.notify.actions import choose_channel
from loket.foundation.notify.queries import messages_to, wanted_by
from loket.foundation.notify.rules import MessageChannel, NotAChannel
from loket.foundation.people.queries import addressee
from loket.interfaces.web.account.forms import PlainForm
from loket.interfaces.web.audiences import Visit, citizen
from loket.interfaces.web.paths import SeeOther
from loket.interfaces.web.words import CHANNELS

_HERE = "/akun/pemberitahuan/"
_FORM_WRONG = 422


class ChannelForm(PlainForm):
    """Asks by which channel."""

    saluran = forms.ChoiceField(
        label=_("Lewat apa kami mengabari Anda?"),
        help_text=_("Bila saluran ini gagal, kami coba yang lain. Kode masuk selalu dikirim ke telepon."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu saluran."), "invalid_choice": _("Pilih satu dari daftar.")},
    )

    def __init__(self, offered: list[MessageChannel], *args: Any, **kwargs: Any) -> None:
        """`offered`: the channels that reach this account here."""
        super().__init__(*args, **kwargs)
        self.fields["saluran"].choices = [(c.value, CHANNELS[c]) for c in offered]  # type: ignore[attr-defined]


@citizen
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: Visit) -> HttpResponse:
    """Chooses the channel; shows the newest messages to this account, codes left out."""
    assert request.account is not None
    to = addressee(request.account.pk)
    wanted = wanted_by([request.account.pk])[request.account.pk]
    offered = [c for c in MessageChannel if c in settings.LOKET.channels]
    has_email = bool(to and to.email)
    offered = [c for c in offered if c is not MessageChannel.EMAIL or has_email]
    form = ChannelForm(offered, request.POST or None, initial={"saluran": wanted.value})
    status = 200
    if request.method == "POST":
        status = _FORM_WRONG
        if form.is_valid():
            try:
                _choose(request, MessageChannel(form.cleaned_data["saluran"]))
            except NotAChannel as refusal:
                status = form.refuse(refusal, "saluran")
            else:
                return SeeOther(f"{_HERE}?tersimpan=1")
    context = {
        "form": form,
        "saved": request.GET.get("tersimpan") == "1",
        "has_email": has_email,
        "rows": [(m, CHANNELS[m.channel]) for m in messages_to([to.phone], codes=False)] if to else [],
    }
    return render(request, "account/notices.html", context, status=status)


def _choose(request: Visit, channel: MessageChannel) -> None:
    assert request.account is not None
    choose_channel(account_id=request.account.pk, channel=channel, by=request.actor, now=request.now)
