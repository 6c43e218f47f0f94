"""Where mail goes: to an SMTP server, or as .eml files into a folder."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

from core.config import Settings, SmtpSettings
from core.outbox.errors import (
    AnswerLostError,
    MailServerError,
    PostponedError,
    RecipientRefusedError,
)

TIMEOUT_SECONDS = 30
IMPLICIT_TLS_PORT = 465


class Transport(Protocol):
    def deliver(self, message: EmailMessage) -> None:
        """Hand a message over; raises a core.outbox.errors.MailError when it was not taken."""
        ...


class FolderTransport:
    """One file a message, named after its id: handed over again, it is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        path = self._folder / f"{name}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            _write_whole(path, message.as_bytes())
        except OSError as error:
            raise MailServerError(
                f"The mail folder {self._folder} cannot be written ({error.strerror}). "
                "Make room or correct its permissions; the mail waits."
            ) from error


@contextmanager
def _answer_awaited() -> Iterator[None]:
    """Tells a connection that broke over the message itself from one that broke before it."""
    try:
        yield
    except smtplib.SMTPDataError:
        raise
    except (smtplib.SMTPException, OSError) as error:
        raise AnswerLostError(
            f"The mail server broke off while it took the message ({error})."
        ) from error


class _Server(smtplib.SMTP):
    def data(self, msg: Any) -> tuple[int, bytes]:
        with _answer_awaited():
            return super().data(msg)


class _TlsServer(smtplib.SMTP_SSL):
    def data(self, msg: Any) -> tuple[int, bytes]:
        with _answer_awaited():
            return super().data(msg)


class SmtpTransport:
    """One connection for a run of messages, made when the first one leaves."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def deliver(self, message: EmailMessage) -> None:
        server = self._connected()
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _refusal(code, text) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise MailServerError(
                f"The mail server refused the sender ({error.smtp_code} "
                f"{_words(error.smtp_error)}). Set TWOFOLD_MAIL_FROM to an address it accepts."
            ) from error
        except AnswerLostError:
            self.close()
            raise
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise PostponedError(f"The mail server broke off ({error}).") from error

    def close(self) -> None:
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = _connect(self._settings)
            except (smtplib.SMTPException, OSError) as error:
                raise MailServerError(
                    f"The mail server {self._settings.host}:{self._settings.port} cannot be used "
                    f"({error}). Check the TWOFOLD_SMTP_ settings; the mail waits."
                ) from error
        return self._server


@contextmanager
def open_transport(settings: Settings) -> Iterator[Transport]:
    """SMTP where it is configured, else files in the outbox folder."""
    if settings.smtp is None:
        yield FolderTransport(settings.outbox_folder)
        return
    transport = SmtpTransport(settings.smtp)
    try:
        yield transport
    finally:
        transport.close()


def _connect(settings: SmtpSettings) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if settings.port == IMPLICIT_TLS_PORT:
        server: smtplib.SMTP = _TlsServer(
            settings.host, settings.port, timeout=TIMEOUT_SECONDS, context=tls
        )
    else:
        server = _Server(settings.host, settings.port, timeout=TIMEOUT_SECONDS)
    try:
        if settings.starttls and settings.port != IMPLICIT_TLS_PORT:
            server.starttls(context=tls)
        if settings.user:
            server.login(settings.user, settings.password or "")
    except BaseException:
        server.close()
        raise
    return server


def _refusal(code: int, text: bytes | str) -> RecipientRefusedError | PostponedError:
    words = f"{code} {_words(text)}"
    if 500 <= code < 600:
        return RecipientRefusedError(f"The mail server refused the message: {words}")
    return PostponedError(f"The mail server put the message off: {words}")


def _words(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text


def _write_whole(path: Path, content: bytes) -> None:
    """The whole file or none, readable by its owner alone."""
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
