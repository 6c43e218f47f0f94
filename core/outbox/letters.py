"""A letter: rendered when it is sent, handed over as a message, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from core.errors import ConfigurationError
from core.outbox.addresses import is_usable_address

# Seven bits only: servers that cannot take eight are still about.
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; the media type as "application/pdf"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a mail says and to whom; the outbox adds sender, date and message id."""

    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    language: str
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()


def build_message(
    letter: Letter, *, mail_from: str, message_key: str, now: datetime
) -> EmailMessage:
    """The message of a letter; the same key gives the same Message-ID.

    Raises ConfigurationError when the sender's address cannot be used.
    """
    sender = read_sender(mail_from)
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = Address(_one_line(letter.to_name), addr_spec=_plain(letter.to_address))
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_key}@{sender.domain}>"
    # Out-of-office robots leave such mail alone (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers:
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for attached in letter.attachments:
        main, _, sub = attached.media_type.partition("/")
        message.add_attachment(
            attached.content, maintype=main, subtype=sub, filename=_one_line(attached.name)
        )
    # After the content, which takes every Content- header with it when it is set.
    message["Content-Language"] = letter.language
    return message


def read_sender(mail_from: str) -> Address:
    """The sender; raises ConfigurationError naming the setting."""
    name, address = parseaddr(mail_from)
    if not is_usable_address(address):
        raise ConfigurationError(
            f"TWOFOLD_MAIL_FROM is {mail_from!r}. "
            "Write it as Customer voice <feedback@example.com>."
        )
    return Address(_one_line(name), addr_spec=_plain(address))


def _plain(address: str) -> str:
    """The address with its domain in ASCII, as every server takes it."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _one_line(text: str) -> str:
    """Without anything that could end a header line and begin another."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
