from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from core.config import SmtpSettings
from core.outbox.errors import MailServerError, PostponedError, RecipientRefusedError
from core.outbox.letters import Letter, build_message
from core.outbox.transports import FolderTransport, SmtpTransport
from tests.core.outbox.mail_server import Letterbox, free_port, mail_server

Server = tuple[Letterbox, SmtpSettings]


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as server:
        yield server


@pytest.fixture
def transport(server: Server) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(server[1])
    yield transport
    transport.close()


def _message(address: str = "jo@example.com", key: str = "abc") -> EmailMessage:
    letter = Letter("Jo", address, "Subject", "Text\n", "<p>Text</p>", "en")
    return build_message(
        letter, mail_from="cx@example.com", message_key=key, now=datetime(2026, 11, 16, tzinfo=UTC)
    )


def test_messages_reach_the_mail_server(server: Server, transport: SmtpTransport) -> None:
    transport.deliver(_message(key="one"))
    transport.deliver(_message(key="two"))

    assert [b"<one@example.com>" in server[0].received[0], len(server[0].received)] == [True, 2]


def test_a_recipient_refused_for_good_stops_nobody_else(
    server: Server, transport: SmtpTransport
) -> None:
    server[0].refused.add("gone@example.com")

    with pytest.raises(RecipientRefusedError, match="550 no such mailbox"):
        transport.deliver(_message("gone@example.com"))
    transport.deliver(_message())

    assert len(server[0].received) == 1


def test_a_recipient_put_off_may_be_tried_again(server: Server, transport: SmtpTransport) -> None:
    server[0].put_off.add("busy@example.com")

    with pytest.raises(PostponedError, match="451"):
        transport.deliver(_message("busy@example.com"))


def test_a_lost_answer_is_put_off_and_the_next_message_connects_anew(
    server: Server, transport: SmtpTransport
) -> None:
    server[0].answer_lost.add("far@example.com")

    with pytest.raises(PostponedError, match="broke off"):
        transport.deliver(_message("far@example.com"))
    transport.deliver(_message())

    assert len(server[0].received) == 2


def test_a_refused_sender_is_the_installations_trouble_and_not_the_recipients(
    server: Server, transport: SmtpTransport
) -> None:
    server[0].sender_refused = True

    with pytest.raises(MailServerError, match="TWOFOLD_MAIL_FROM"):
        transport.deliver(_message())


def test_a_server_that_is_not_there_names_the_settings() -> None:
    transport = SmtpTransport(SmtpSettings("127.0.0.1", free_port()))

    with pytest.raises(MailServerError, match="TWOFOLD_SMTP_"):
        transport.deliver(_message())


def test_a_server_without_tls_is_not_used_when_tls_is_asked_for(server: Server) -> None:
    settings = SmtpSettings(server[1].host, server[1].port, starttls=True)

    with pytest.raises(MailServerError):
        SmtpTransport(settings).deliver(_message())

    assert server[0].received == []


def test_without_a_server_messages_become_files_only_their_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"

    FolderTransport(folder).deliver(_message(key="one"))

    assert [path.name for path in folder.iterdir()] == ["one.eml"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "one.eml").stat().st_mode & 0o777 == 0o600
    assert b"<one@example.com>" in (folder / "one.eml").read_bytes()


def test_a_file_handed_over_again_is_the_same_file(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path / "outbox")

    transport.deliver(_message(key="one"))
    transport.deliver(_message(key="one"))

    assert len(list((tmp_path / "outbox").iterdir())) == 1


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file in the way")

    with pytest.raises(MailServerError, match="cannot be written"):
        FolderTransport(tmp_path / "outbox").deliver(_message())
