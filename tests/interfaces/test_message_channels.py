"""Channels over real loopback connections: a mail server, and the simulator of a gateway in all its moods."""

from __future__ import annotations

import json
import ssl
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from tests.factories.offices import MORNING

from loket.foundation.notify import actions
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.rules import DeliveryError, MessageChannel, Template
from loket.interfaces.cli.gateway_simulator import Mood, Provider, server_of
from loket.interfaces.jobs.channels.gateway import filled, hand_to_gateway
from loket.interfaces.jobs.channels.mail import hand_to_mail
from loket.kit.actor import SYSTEM
from loket.kit.environment import Gateway, MailServer

PARCEL = actions.Parcel(
    "m-1:whatsapp", "day_before", "id", "+6281234567890", 'Besok, pukul 09.00. "Ya" {to}', "Besok", "Surat panjang"
)
LETTER = actions.Parcel(
    "m-1:email", "day_before", "id", "siti@contoh.id", "Besok", "Pengingat: Jumat", "Datang.\nSalam"
)


@contextmanager
def a_gateway(mood: Mood = Mood.TAKE, **said: Any) -> Iterator[tuple[Provider, Gateway]]:
    """A simulated provider on a free port, and the settings that lead to it."""
    provider = Provider(mood)
    server = server_of(provider, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    usual: dict[str, Any] = {
        "channel": "whatsapp", "url": f"http://127.0.0.1:{server.server_port}/simulator/messages", "token": "secret",
        "body": '{"to": "{digits}", "text": {"body": "{text}"}, "ref": "{id}"}', "receipt": "id", "timeout": 5.0,
    }  # fmt: skip
    try:
        yield provider, Gateway(**(usual | said))
    finally:
        provider.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _refused(gateway: Gateway, **said: Any) -> tuple[DeliveryError, bool]:
    with pytest.raises(actions.NotDelivered) as refusal:
        hand_to_gateway(gateway, PARCEL, **said)
    return refusal.value.error, refusal.value.for_good


def test_a_gateway_takes_a_message_in_the_shape_it_wants_and_its_receipt_is_kept() -> None:
    with a_gateway() as (provider, gateway):
        assert hand_to_gateway(gateway, PARCEL) == "simulated-m-1:whatsapp"
        assert provider.taken["m-1:whatsapp"] == {
            "to": "6281234567890", "text": {"body": PARCEL.text}, "ref": "m-1:whatsapp",
        }  # fmt: skip


def test_a_repeated_message_is_delivered_once_by_its_key() -> None:
    with a_gateway() as (provider, gateway):
        receipts = {hand_to_gateway(gateway, PARCEL) for _ in range(3)}
        assert (provider.asked, len(provider.taken), len(receipts)) == (3, 1, 1)


def test_a_line_that_breaks_after_the_message_was_taken_is_tried_again_and_delivered_once() -> None:
    with a_gateway(Mood.BREAK) as (provider, gateway):
        assert _refused(gateway) == (DeliveryError.UNREACHABLE, False)
        provider.mood = Mood.TAKE
        hand_to_gateway(gateway, PARCEL)
        assert (provider.asked, len(provider.taken)) == (2, 1)


@pytest.mark.parametrize(
    ("mood", "error", "for_good"),
    [(Mood.FAIL, DeliveryError.BUSY, False), (Mood.REFUSE, DeliveryError.REFUSED, True)],
)
def test_a_gateway_that_fails_is_tried_again_and_one_that_refuses_is_not(
    mood: Mood, error: DeliveryError, for_good: bool
) -> None:
    with a_gateway(mood) as (provider, gateway):
        assert _refused(gateway) == (error, for_good)
        assert provider.taken == {}


def test_a_gateway_that_does_not_answer_in_time_is_tried_again() -> None:
    with a_gateway(Mood.DELAY, timeout=0.05) as (provider, gateway):
        assert _refused(gateway) == (DeliveryError.TIMEOUT, False)
        assert provider.heard.wait(10)


def test_a_gateway_that_is_not_there_is_tried_again() -> None:
    with a_gateway() as (_provider, gateway):
        pass
    assert _refused(gateway) == (DeliveryError.UNREACHABLE, False)


def test_an_installation_that_serves_people_does_not_take_a_simulator_s_yes() -> None:
    with a_gateway() as (_provider, gateway):
        assert _refused(gateway, refuse_simulator=True) == (DeliveryError.REFUSED, False)


@pytest.mark.parametrize("receipt", ["id.0", "messages.0.id", "x"])
def test_a_receipt_that_is_elsewhere_is_no_failure(receipt: str) -> None:
    with a_gateway(receipt=receipt) as (_provider, gateway):
        assert hand_to_gateway(gateway, PARCEL) == ""


def test_nothing_in_a_text_is_taken_for_a_place() -> None:
    said = json.loads(filled('{"a": ["{text}"], "n": 1, "{text}": "{language}/{template}"}', PARCEL))
    assert said == {"a": [PARCEL.text], "n": 1, "{text}": "id/day_before"}


def test_the_simulator_shows_what_it_took_and_says_that_nothing_was_sent() -> None:
    with a_gateway() as (_provider, gateway):
        hand_to_gateway(gateway, PARCEL)
        page = urllib.request.urlopen(gateway.url).read().decode()
    assert "Nothing here was sent to anybody" in page
    assert "6281234567890" in page


@pytest.mark.django_db
def test_a_refusing_gateway_makes_room_for_the_next_channel_over_real_connections() -> None:
    message_id = actions.queue_message(
        template=Template.DOCUMENT_READY, language="id", phone="+6281234567890",
        facts={"office": "Jakarta Selatan", "day": MORNING.date()}, by=SYSTEM, now=MORNING,
    )  # fmt: skip
    assert message_id is not None
    with a_gateway(Mood.REFUSE) as (_refusing, first), a_gateway(Mood.FAIL) as (failing, second):
        channels = {
            MessageChannel.WHATSAPP: lambda parcel: hand_to_gateway(first, parcel),
            MessageChannel.SMS: lambda parcel: hand_to_gateway(second, parcel),
        }

        def deliver() -> MessageState | None:
            return actions.deliver_message(message_id=message_id, channels=channels, by=SYSTEM, now=MORNING)

        assert [deliver(), deliver()] == [MessageState.QUEUED, MessageState.QUEUED]
        failing.mood = Mood.TAKE
        assert [deliver(), deliver()] == [MessageState.SENT, None]
        assert failing.asked == 2
    message = Message.objects.get()
    assert (message.channel, message.gave_up, message.receipt) == ("sms", ["whatsapp"], f"simulated-{message_id}:sms")


class Letters:
    """A mail server's hands: keeps letters, or answers with `says`."""

    def __init__(self, says: str = "") -> None:
        self.kept: list[Any] = []
        self.says = says

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        if self.says:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.kept.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


class _OnFreePort(Controller):
    """Knocks at the port it got, not at 0."""

    def __init__(self, handler: Letters, **said: Any) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=0, **said)

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def a_mail_server(letters: Letters, **said: Any) -> Iterator[MailServer]:
    """A real SMTP server on a free port."""
    controller = _OnFreePort(letters, **said)
    controller.start()
    try:
        yield MailServer("127.0.0.1", controller.port, "none", "", "", "Loket <tidak-dibalas@kanim.test>", 5.0)
    finally:
        controller.stop()


def test_a_letter_is_plain_text_with_an_id_that_stays_the_same() -> None:
    letters = Letters()
    with a_mail_server(letters) as server:
        receipts = [hand_to_mail(server, LETTER) for _ in range(2)]
    first, second = letters.kept
    assert receipts == ["<m-1.email@kanim.test>"] * 2
    assert first["Message-ID"] == second["Message-ID"] == receipts[0]
    assert (first["Subject"], first["To"], first["Auto-Submitted"]) == (LETTER.subject, LETTER.to, "auto-generated")
    assert first.get_content_type() == "text/plain"
    assert first.get_content().replace("\r\n", "\n").strip() == LETTER.letter


@pytest.mark.parametrize(
    ("says", "error", "for_good"),
    [("550 No such person", DeliveryError.REFUSED, True), ("451 Later", DeliveryError.BUSY, False)],
)
def test_an_address_that_is_unknown_is_for_good_and_a_busy_server_is_not(
    says: str, error: DeliveryError, for_good: bool
) -> None:
    with a_mail_server(Letters(says)) as server, pytest.raises(actions.NotDelivered) as refusal:
        hand_to_mail(server, LETTER)
    assert (refusal.value.error, refusal.value.for_good) == (error, for_good)


def test_a_mail_server_that_is_not_there_is_tried_again() -> None:
    with a_mail_server(Letters()) as server:
        pass
    with pytest.raises(actions.NotDelivered) as refusal:
        hand_to_mail(server, LETTER)
    assert (refusal.value.error, refusal.value.for_good) == (DeliveryError.UNREACHABLE, False)


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that its own key signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, secret


def _authenticate(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == b"rahasia"
    return AuthResult(success=right, handled=False)


def test_starttls_and_the_password_are_used_and_an_unknown_certificate_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = _certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    letters = Letters()
    with a_mail_server(
        letters, tls_context=context, require_starttls=True, auth_required=True, authenticator=_authenticate
    ) as plain:
        said = {"host": "localhost", "security": "starttls", "user": "loket", "sender": plain.sender}
        right = MailServer(port=plain.port, password="rahasia", timeout=5.0, **said)  # type: ignore[arg-type]
        wrong = MailServer(port=plain.port, password="salah", timeout=5.0, **said)  # type: ignore[arg-type]
        with pytest.raises(actions.NotDelivered) as untrusted:
            hand_to_mail(right, LETTER)
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        with pytest.raises(actions.NotDelivered) as denied:
            hand_to_mail(wrong, LETTER)
        hand_to_mail(right, LETTER)
    assert untrusted.value.error is DeliveryError.UNREACHABLE
    assert (denied.value.error, denied.value.for_good) == (DeliveryError.REFUSED, False)
    assert len(letters.kept) == 1
