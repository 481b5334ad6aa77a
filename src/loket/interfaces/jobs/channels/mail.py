"""E-mail: plain text by SMTP, with STARTTLS or TLS (RFC 3207, RFC 8314), by Django's mail backend."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.core.mail import EmailMessage, get_connection

from loket.foundation.notify.actions import NotDelivered, Parcel
from loket.foundation.notify.rules import DeliveryError
from loket.kit.environment import MailServer

_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def hand_to_mail(server: MailServer, parcel: Parcel) -> str:
    """Hands a letter to the mail server; the receipt is its Message-ID. Raises NotDelivered.

    SMTP knows no idempotency key: a worker killed between the server's yes and our commit sends the letter once more,
    with the same Message-ID, by which mail programs show one of the two (RFC 5322, 3.6.4).
    """
    sent_as = f"<{parcel.key.replace(':', '.')}@{parseaddr(server.sender)[1].partition('@')[2]}>"
    letter = EmailMessage(
        subject=parcel.subject,
        body=parcel.letter,
        from_email=server.sender,
        to=[parcel.to],
        headers={
            "Message-ID": sent_as,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
            "Content-Language": parcel.language,
        },
    )
    try:
        with get_connection(
            _BACKEND,
            host=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.security == "starttls",
            use_ssl=server.security == "tls",
            timeout=server.timeout,
        ) as connection:
            connection.send_messages([letter])
    except (OSError, smtplib.SMTPException) as error:
        raise _refusal(error) from error
    return sent_as


def _refusal(error: OSError | smtplib.SMTPException) -> NotDelivered:
    """5yz about this letter is for good (RFC 5321, 4.2.1); all else may be better later, a wrong password too."""
    if isinstance(error, TimeoutError):
        return NotDelivered(DeliveryError.TIMEOUT)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return _by_code(max(codes, default=450))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDelivered(DeliveryError.REFUSED)
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code)
    return NotDelivered(DeliveryError.UNREACHABLE)


def _by_code(code: int) -> NotDelivered:
    if 500 <= code < 600:
        return NotDelivered(DeliveryError.REFUSED, for_good=True)
    return NotDelivered(DeliveryError.BUSY)
