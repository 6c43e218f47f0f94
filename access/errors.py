"""What can go wrong with people and their sign-in.

AccessError                     a TwofoldError about people, roles or signing in
├── WrongCredentialsError       name and password do not belong together (or no such name)
├── TooManyFailuresError        the brake is on; knows how long
├── BusyError                   too many sign-ins are being checked at this moment
├── LinkNotUsableError          a one-time link that was used, has run out, or never was
├── NoSuchUserError             no user with that address
├── UserExistsError             the address already belongs to a user
├── RoleNotPossibleError        a role that does not fit: the text says which and why
├── TokenNotPossibleError       a token that may not be made: the text says why
└── NoSuchTokenError            no token of that number, or somebody else's
"""

from __future__ import annotations

from core.errors import Fault, TwofoldError


class AccessError(TwofoldError):
    """Anything about people, roles or signing in."""


class WrongCredentialsError(AccessError):
    def __init__(self) -> None:
        super().__init__(
            "This e-mail address and password do not belong together. Check both, or ask an "
            "administrator for a one-time link."
        )


class TooManyFailuresError(AccessError):
    fault = Fault.TOO_MANY

    def __init__(self, retry_after_seconds: int) -> None:
        minutes = max(1, -(-retry_after_seconds // 60))
        wait = "one minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(
            f"Too many failed sign-ins. Wait {wait} and try again, or ask an administrator for a "
            "one-time link, which works at once."
        )
        self.retry_after_seconds = retry_after_seconds


class BusyError(AccessError):
    fault = Fault.UNAVAILABLE


class LinkNotUsableError(AccessError):
    fault = Fault.GONE

    def __init__(self) -> None:
        super().__init__(
            "This sign-in link was used already or has run out. Sign in with your password, or "
            "ask an administrator for a new link."
        )


class NoSuchUserError(AccessError):
    fault = Fault.MISSING


class UserExistsError(AccessError):
    fault = Fault.CONFLICT


class RoleNotPossibleError(AccessError):
    """A combination of roles that may not be, or a partner role without its partner."""


class TokenNotPossibleError(AccessError):
    """A token with a permission its role has not, without an end, or one too many."""


class NoSuchTokenError(AccessError):
    fault = Fault.MISSING

    def __init__(self) -> None:
        super().__init__("There is no such token, or it is not yours. Look at the list of tokens.")
