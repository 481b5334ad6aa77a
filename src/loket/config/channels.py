"""Where messages are handed over: LOKET_SMTP_*, LOKET_WHATSAPP_*, LOKET_SMS_*, checked before anything starts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from loket.config.wrong import EnvironmentWrong
from loket.kit.environment import SIMULATOR_PATH, Gateway, MailServer

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PLACES = ("to", "digits", "text", "id", "template", "language")
_SECURITY = {"starttls": 587, "tls": 465, "none": 25}
_BODY = '{"to": "{to}", "text": "{text}", "id": "{id}"}'
_LONGEST_TIMEOUT = 60


def read_mail(env: Mapping[str, str], *, secrets: bool) -> MailServer | None:
    """The mail server, None when LOKET_SMTP_HOST is not set. Raises EnvironmentWrong."""
    host = env.get("LOKET_SMTP_HOST", "")
    if not host:
        _nothing_left(env, "LOKET_SMTP_", "LOKET_SMTP_HOST")
        return None
    security = env.get("LOKET_SMTP_SECURITY", "starttls")
    if security not in _SECURITY:
        raise EnvironmentWrong(f"LOKET_SMTP_SECURITY must be starttls, tls or none, not {security!r}.")
    if security == "none" and host not in LOOPBACK:
        raise EnvironmentWrong(
            f"LOKET_SMTP_SECURITY=none would send letters readable for everybody on the way to {host}."
            " Use starttls or tls; none is for a server on this machine."
        )
    sender = env.get("LOKET_SMTP_FROM", "")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", parseaddr(sender)[1]):
        raise EnvironmentWrong("LOKET_SMTP_FROM must be the sender's address, like `Loket <no-reply@kanim.example>`.")
    user = env.get("LOKET_SMTP_USER", "")
    password = _secret(env, "LOKET_SMTP_PASSWORD_FILE", secrets=secrets)
    if bool(user) != ("LOKET_SMTP_PASSWORD_FILE" in env):
        raise EnvironmentWrong("LOKET_SMTP_USER and LOKET_SMTP_PASSWORD_FILE belong together: set both or none.")
    port = _number(env, "LOKET_SMTP_PORT", _SECURITY[security], 65535)
    return MailServer(host, port, security, user, password, sender, _number(env, "LOKET_SMTP_TIMEOUT", 10))


def read_gateways(env: Mapping[str, str], *, demo: bool, secrets: bool) -> tuple[Gateway, ...]:
    """The gateways for WhatsApp and SMS that are set up. Raises EnvironmentWrong."""
    found = (_gateway(env, channel, demo=demo, secrets=secrets) for channel in ("whatsapp", "sms"))
    return tuple(gateway for gateway in found if gateway)


def _gateway(env: Mapping[str, str], channel: str, *, demo: bool, secrets: bool) -> Gateway | None:
    prefix = f"LOKET_{channel.upper()}_"
    url = env.get(f"{prefix}URL", "")
    if not url:
        _nothing_left(env, prefix, f"{prefix}URL")
        return None
    _check_url(f"{prefix}URL", url, demo=demo)
    body = env.get(f"{prefix}BODY", _BODY)
    _check_body(f"{prefix}BODY", body)
    receipt = env.get(f"{prefix}RECEIPT", "id")
    if not re.fullmatch(r"[\w-]+(\.[\w-]+){0,9}", receipt):
        raise EnvironmentWrong(f"{prefix}RECEIPT must be the path of the id in the answer, like messages.0.id.")
    token = _secret(env, f"{prefix}TOKEN_FILE", secrets=secrets)
    return Gateway(channel, url, token, body, receipt, _number(env, f"{prefix}TIMEOUT", 10))


def _check_url(name: str, url: str, *, demo: bool) -> None:
    parts = urlsplit(url)
    is_here = parts.hostname in LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise EnvironmentWrong(f"{name} must begin with https:// (http:// only for a server on this machine).")
    if not parts.hostname or parts.username or parts.fragment:
        raise EnvironmentWrong(f"{name} must name a server, without user, password or #. The token has a file.")
    if SIMULATOR_PATH in parts.path and not demo:
        raise EnvironmentWrong(
            f"{name} leads to the simulator of a gateway, which sends nothing to anybody."
            " Name your provider's address, or set LOKET_DEMO=1 for a demo."
        )


def _check_body(name: str, body: str) -> None:
    try:
        shape = json.loads(body)
    except ValueError as error:
        raise EnvironmentWrong(f"{name} must be JSON, like {_BODY}") from error
    places = set(re.findall(r"\{(\w+)\}", body))
    if not isinstance(shape, dict) or "text" not in places or not places & {"to", "digits"}:
        raise EnvironmentWrong(f"{name} must be a JSON object with {{text}} and {{to}} (or {{digits}}) in it.")
    unknown = sorted(places - set(PLACES))
    if unknown:
        raise EnvironmentWrong(f"{name} names {{{unknown[0]}}}; there are {', '.join(f'{{{p}}}' for p in PLACES)}.")


def _nothing_left(env: Mapping[str, str], prefix: str, needed: str) -> None:
    """Settings without their main one are a slip of the pen: said, not passed over."""
    for name in sorted(env):
        if name.startswith(prefix) and env[name]:
            raise EnvironmentWrong(f"{name} is set, but {needed} is not: nothing would be sent. Set both or none.")


def _secret(env: Mapping[str, str], name: str, *, secrets: bool) -> str:
    path = env.get(name)
    if not path or not secrets:
        return ""
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentWrong(f"{name}: the file {path} can't be read ({error.__class__.__name__}).") from error
    if not secret or len(secret) > 4096 or not secret.isprintable():
        raise EnvironmentWrong(f"{name}: the file {path} must hold the secret on one line and nothing else.")
    return secret


def _number(env: Mapping[str, str], name: str, usual: int, most: int = _LONGEST_TIMEOUT) -> int:
    value = env.get(name) or str(usual)
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= most):
        raise EnvironmentWrong(f"{name} must be a number from 1 to {most}, not {value!r}.")
    return int(value)
