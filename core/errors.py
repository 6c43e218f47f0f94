"""What can go wrong in the plumbing.

TwofoldError                what any package of Twofold raises for a person to read
├── ConfigurationError      a setting that cannot be used
├── NotSavedError           the answer or change could not be stored; nothing was written
└── MailError               a message that could not be handed over
"""

from __future__ import annotations


class TwofoldError(Exception):
    """A message for a person: what happened and what to do."""


class ConfigurationError(TwofoldError):
    """A setting that cannot be used; the text names it and says what it may be."""


class NotSavedError(TwofoldError):
    """Storing failed for a passing or outside reason (locked, full or read-only disk)."""


class MailError(TwofoldError):
    """A message could not be handed over to the mail server or folder."""
