"""What can go wrong in the plumbing.

TwofoldError                what any package of Twofold raises for a person to read
├── ConfigurationError      a setting that cannot be used
├── SchemaError             tables newer than this program, or a migration that would lose rows
├── NotSavedError           the answer or change could not be stored; nothing was written
├── WordingError            a language's file of words that lacks a text, a plural form or a place
├── RequestRefusedError     what a program sent does not fit; names the fields
│   └── BatchRefusedError   rows of a batch that do not fit; nothing was written
├── LostClaimError          a job's slot was taken over by another process; nothing was written
└── MailError               a message that could not be handed over
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Fault(StrEnum):
    """What kind of trouble an error is; the edge turns it into a status or an exit code."""

    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_LARGE = "too_large"
    UNUSABLE = "unusable"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


class TwofoldError(Exception):
    """A message for a person: what happened and what to do."""

    fault: ClassVar[Fault] = Fault.INVALID


class ConfigurationError(TwofoldError):
    """A setting that cannot be used; the text names it and says what it may be."""


class SchemaError(TwofoldError):
    """The database's tables do not fit this program; the text says how to get out of it."""

    fault = Fault.UNAVAILABLE


class NotSavedError(TwofoldError):
    """Storing failed for a passing or outside reason (locked, full or read-only disk)."""

    fault = Fault.UNAVAILABLE


class WordingError(TwofoldError):
    """A file of words that does not match the English one; the text says where."""


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with one field; `row` counts a batch's rows from 1, 0 where there is no batch.

    An empty `field` means the row, or the request, as a whole.
    """

    reason: str
    field: str = ""
    row: int = 0
    key: str = ""


class RequestRefusedError(TwofoldError):
    """What a program sent cannot be used; `faults` say where."""

    def __init__(self, text: str, faults: Iterable[FieldFault] = ()) -> None:
        super().__init__(text)
        self.faults = tuple(faults)


class BatchRefusedError(RequestRefusedError):
    """The request could be read, its rows cannot be stored; none was."""

    fault = Fault.UNUSABLE


class LostClaimError(TwofoldError):
    """The lease on a job's slot ran out and another process took the slot over."""

    fault = Fault.CONFLICT


class MailError(TwofoldError):
    """A message could not be handed over to the mail server or folder."""

    fault = Fault.UNAVAILABLE
