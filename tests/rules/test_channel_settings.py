"""Where messages are handed over is checked before anything starts, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from loket.config.channels import read_gateways, read_mail
from loket.config.environment import EnvironmentWrong, read_environment

MAIL = {"LOKET_SMTP_HOST": "smtp.kanim.test", "LOKET_SMTP_FROM": "Loket <tidak-dibalas@kanim.test>"}
GATE = {"LOKET_WHATSAPP_URL": "https://wa.kanim.test/v1/messages"}


def test_without_settings_there_is_no_channel() -> None:
    assert read_mail({}, secrets=True) is None
    assert read_gateways({}, demo=False, secrets=True) == ()


def test_a_mail_server_is_read_with_its_password_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("rahasia\n")
    said = {**MAIL, "LOKET_SMTP_USER": "loket", "LOKET_SMTP_PASSWORD_FILE": str(tmp_path / "p")}
    mail = read_mail(said, secrets=True)
    assert mail is not None
    assert (mail.port, mail.security, mail.password, mail.timeout) == (587, "starttls", "rahasia", 10)
    assert "rahasia" not in repr(mail)


def test_a_gateway_is_read_with_its_token_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("token-1")
    (gateway,) = read_gateways({**GATE, "LOKET_WHATSAPP_TOKEN_FILE": str(tmp_path / "t")}, demo=False, secrets=True)
    assert (gateway.channel, gateway.token, gateway.receipt) == ("whatsapp", "token-1", "id")
    assert "token-1" not in repr(gateway)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({**MAIL, "LOKET_SMTP_SECURITY": "ssl"}, "LOKET_SMTP_SECURITY must be starttls, tls or none"),
        ({**MAIL, "LOKET_SMTP_SECURITY": "none"}, "readable for everybody"),
        ({**MAIL, "LOKET_SMTP_FROM": "kanim"}, "LOKET_SMTP_FROM must be the sender's address"),
        ({**MAIL, "LOKET_SMTP_PORT": "0"}, "LOKET_SMTP_PORT must be a number from 1 to 65535"),
        ({**MAIL, "LOKET_SMTP_TIMEOUT": "1e9"}, "LOKET_SMTP_TIMEOUT must be a number from 1 to 60"),
        ({**MAIL, "LOKET_SMTP_USER": "loket"}, "belong together"),
        ({**MAIL, "LOKET_SMTP_USER": "x", "LOKET_SMTP_PASSWORD_FILE": "/nowhere/p"}, "can't be read"),
        ({"LOKET_SMTP_PORT": "25"}, "LOKET_SMTP_HOST is not"),
        ({"LOKET_SMS_BODY": "{}"}, "LOKET_SMS_URL is not"),
        ({"LOKET_WHATSAPP_URL": "http://wa.kanim.test/"}, "must begin with https://"),
        ({"LOKET_WHATSAPP_URL": "https://user:pw@wa.kanim.test/"}, "The token has a file"),
        ({**GATE, "LOKET_WHATSAPP_BODY": "to={to}"}, "must be JSON"),
        ({**GATE, "LOKET_WHATSAPP_BODY": '{"to": "{to}"}'}, "with {text} and {to}"),
        ({**GATE, "LOKET_WHATSAPP_BODY": '{"a": "{to}{text}{name}"}'}, "names {name}"),
        ({**GATE, "LOKET_WHATSAPP_RECEIPT": "a..b"}, "LOKET_WHATSAPP_RECEIPT must be the path"),
        ({**GATE, "LOKET_WHATSAPP_TOKEN_FILE": "/nowhere/t"}, "LOKET_WHATSAPP_TOKEN_FILE"),
        ({"LOKET_SMS_URL": "http://127.0.0.1:8418/simulator/messages"}, "sends nothing to anybody"),
    ],
)
def test_a_setting_that_can_t_be_is_named_with_what_to_do(said: dict[str, str], names: str) -> None:
    with pytest.raises(EnvironmentWrong) as wrong:
        read_mail(said, secrets=True)
        read_gateways(said, demo=False, secrets=True)
    assert names in str(wrong.value)


def test_a_demo_may_use_the_simulator() -> None:
    said = {"LOKET_SMS_URL": "http://127.0.0.1:8418/simulator/messages"}
    assert read_gateways(said, demo=True, secrets=True)[0].channel == "sms"


def test_the_whole_environment_refuses_it_too(tmp_path: Path) -> None:
    said = {"LOKET_HOME": str(tmp_path), "LOKET_KEYS_FILE": "k", "LOKET_SMS_URL": "ftp://x/"}
    with pytest.raises(EnvironmentWrong, match="LOKET_SMS_URL"):
        read_environment(said)


def test_a_secret_with_a_line_break_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("a\r\nX-Other: b")
    with pytest.raises(EnvironmentWrong, match="on one line"):
        read_gateways({**GATE, "LOKET_WHATSAPP_TOKEN_FILE": str(tmp_path / "t")}, demo=False, secrets=True)
