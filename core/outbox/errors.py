"""What can go wrong when mail is handed over.

core.errors.MailError
├── RecipientRefusedError    this address or message will never be taken (SMTP 5xx)
├── PostponedError           not now, try again later (SMTP 4xx, no answer)
│   └── AnswerLostError      the message was handed over, but not whether it was taken
└── MailServerError          nothing can be sent at present: no connection, no sign-in, bad sender
"""

from __future__ import annotations

from core.errors import MailError


class RecipientRefusedError(MailError):
    """The server refused this recipient or message for good."""


class PostponedError(MailError):
    """The server did not take this message now."""


class AnswerLostError(PostponedError):
    """The connection broke when the message was being taken: it may have arrived, or not."""


class MailServerError(MailError):
    """The server takes no mail at present, whoever it is for."""
