from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from core.errors import ConfigurationError
from core.outbox.letters import Letter, build_message

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
LETTER = Letter(
    to_name="Jürgen Groß",
    to_address="jg@example.com",
    subject="Wie war Ihre Lieferung? – Alder & Voss",
    text="Guten Tag,\n\nschöne Grüße\n",
    html="<p>schöne Grüße</p>",
    language="de",
    headers=(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),),
)


def _arrived(letter: Letter, mail_from: str = "Alder & Voss <cx@example.com>") -> EmailMessage:
    """The message as the other side reads it."""
    sent = build_message(letter, mail_from=mail_from, message_key="abc123", now=NOW)
    arrived = message_from_bytes(sent.as_bytes(), policy=default)
    assert isinstance(arrived, EmailMessage)
    return arrived


def test_a_letter_arrives_as_text_and_html_with_its_names_intact() -> None:
    message = _arrived(LETTER)

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text = message.get_body(("plain",))
    assert text is not None
    assert "schöne Grüße" in text.get_content()
    assert message["Subject"] == LETTER.subject
    assert message["To"].addresses[0].display_name == "Jürgen Groß"
    assert message["From"].addresses[0].addr_spec == "cx@example.com"
    assert message["Content-Language"] == "de"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_message_id_follows_from_the_mails_key_alone() -> None:
    first, second = _arrived(LETTER), _arrived(replace(LETTER, text="other"))

    assert first["Message-ID"] == second["Message-ID"] == "<abc123@example.com>"


def test_a_message_travels_in_seven_bits() -> None:
    sent = build_message(LETTER, mail_from="cx@example.com", message_key="a", now=NOW)

    assert sent.as_bytes().isascii()


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028", "\x00"])
def test_no_name_or_subject_can_add_a_header(break_: str) -> None:
    evil = f"Jo{break_}Bcc: all@example.com"

    message = _arrived(replace(LETTER, to_name=evil, subject=evil))

    assert message["Bcc"] is None
    assert message["Subject"] == "Jo Bcc: all@example.com"
    assert [one.addr_spec for one in message["To"].addresses] == ["jg@example.com"]


def test_a_quoted_name_stays_one_recipient() -> None:
    message = _arrived(replace(LETTER, to_name='Jo" <all@example.com>, "Ann'))

    assert [one.addr_spec for one in message["To"].addresses] == ["jg@example.com"]


def test_a_domain_in_another_script_is_written_in_ascii() -> None:
    message = _arrived(replace(LETTER, to_address="info@müller.example"))

    assert message["To"].addresses[0].addr_spec == "info@xn--mller-kva.example"


@pytest.mark.parametrize("mail_from", ["", "Customer voice", "a@b@c"])
def test_a_sender_that_cannot_be_used_names_the_setting(mail_from: str) -> None:
    with pytest.raises(ConfigurationError, match="TWOFOLD_MAIL_FROM"):
        _arrived(LETTER, mail_from)
