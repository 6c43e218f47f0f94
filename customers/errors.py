"""What can go wrong with whom we serve.

TwofoldError
└── CustomersError
    ├── ProgrammeError
    │   ├── NoProgrammeError         nothing has been set up yet
    │   ├── ProgrammeExistsError     it has, and there is one per installation
    │   └── UnusableProgrammeError   a time zone, period or name that cannot be used
    ├── DuplicateKeysError           the same key twice in what is to be stored
    ├── UnknownKeysError             rows that point at something that is not there
    └── NoSuchContactError           a contact that does not exist
"""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import Fault, TwofoldError

SHOWN = 5


class CustomersError(TwofoldError):
    """Any error of this package."""


class ProgrammeError(CustomersError):
    """Something about the programme itself."""


class NoProgrammeError(ProgrammeError):
    fault = Fault.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "There is no programme yet. Run `twofold set-up --name NAME --time-zone ZONE` "
            "(or load the demo), then try again."
        )


class ProgrammeExistsError(ProgrammeError):
    fault = Fault.CONFLICT

    def __init__(self, name: str) -> None:
        super().__init__(
            f"This installation already has its programme, {name!r}. For another programme, start "
            "another installation with its own data folder (TWOFOLD_DATA)."
        )


class UnusableProgrammeError(ProgrammeError):
    """The text names the value and what it may be."""


class DuplicateKeysError(CustomersError):
    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__(
            f"The same key stands twice: {few(keys)}. Keep one row for each key, then try again."
        )


class UnknownKeysError(CustomersError):
    def __init__(self, kind: str, keys: Iterable[str]) -> None:
        super().__init__(
            f"Not there: {kind} {few(keys)}. Store them first, or correct the rows naming them."
        )


class NoSuchContactError(CustomersError):
    fault = Fault.MISSING

    def __init__(self) -> None:
        super().__init__("That contact does not exist. Check the link or the number.")


def few(keys: Iterable[str]) -> str:
    """The first few of many keys, for a sentence."""
    listed = sorted(set(keys))
    text = ", ".join(repr(key) for key in listed[:SHOWN])
    rest = len(listed) - SHOWN
    return f"{text} and {rest:,} more" if rest > 0 else text
