"""By which ways messages leave: e-mail (mail.py), WhatsApp and SMS (gateway.py), the screen (config.channels)."""

from __future__ import annotations

from functools import partial

from loket.foundation.notify.actions import Deliver, Parcel
from loket.foundation.notify.rules import MessageChannel
from loket.interfaces.jobs.channels.gateway import hand_to_gateway
from loket.interfaces.jobs.channels.mail import hand_to_mail
from loket.kit.environment import Environment


def channels_of(environment: Environment) -> dict[MessageChannel, Deliver]:
    """Every channel that this installation has. In the demo the screen stands in for those that are not set up."""
    ways: dict[MessageChannel, Deliver] = {MessageChannel.SCREEN: on_screen}
    if environment.demo:
        ways |= dict.fromkeys(MessageChannel, on_screen)
    if environment.mail:
        ways[MessageChannel.EMAIL] = partial(hand_to_mail, environment.mail)
    for gateway in environment.gateways:
        strict = not environment.demo
        ways[MessageChannel(gateway.channel)] = partial(hand_to_gateway, gateway, refuse_simulator=strict)
    return ways


def on_screen(parcel: Parcel) -> str:
    """Nothing to do: the account's own page, and the demo's page of messages, read the outbox."""
    return ""
