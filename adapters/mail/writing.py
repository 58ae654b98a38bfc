"""A mail as bytes: headers nobody can inject into, text and HTML, and the same bytes every time."""

from __future__ import annotations

import hashlib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from pydantic_core import PydanticCustomError

from engine.errors import Refused
from engine.ports.mail import Mail
from schemas.addresses import email


def written(mail: Mail, sender: str) -> EmailMessage:
    """Write a mail as from ``sender``, an address with or without a name.

    Raises:
        Refused: a header would hold a line break or something else that belongs in none.
    """
    _refuse_injection(mail)
    own = _address(*parseaddr(sender), "MAIL_FROM is no sender")
    message = EmailMessage(policy=SMTP)
    message["From"] = own
    message["To"] = _address(mail.name, mail.to, f'mail cannot be sent to "{mail.to}"')
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{_digest(mail.id)}@{own.domain}>"
    # Holiday notes and mailing lists leave such mail alone. Source: RFC 3834.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message.set_boundary(f"={_digest(mail.id)[:32]}=")
    return message


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:48]


def _address(name: str, spec: str, wrong: str) -> Address:
    try:
        return Address(name, addr_spec=email(spec))
    except (ValueError, MessageError, PydanticCustomError) as error:
        raise Refused(wrong, "write Name <address@example.com>") from error


def _refuse_injection(mail: Mail) -> None:
    for what, text in (("address", mail.to), ("name", mail.name), ("subject", mail.subject)):
        if not text.isprintable():
            raise Refused(
                f"the {what} of a mail holds a line break or a control character", "take it out"
            )
