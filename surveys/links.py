"""Personal links: derived from an invitation's id and the installation's key, kept nowhere."""

from __future__ import annotations

from core.keys import KeyRing

ANSWER_PURPOSE = "answer"
UNSUBSCRIBE_PURPOSE = "unsubscribe"
LONGEST_ID = 18


def invitation_path(keys: KeyRing, invitation_id: int) -> str:
    return f"/a/{_coded(keys, ANSWER_PURPOSE, invitation_id)}"


def unsubscribe_path(keys: KeyRing, invitation_id: int) -> str:
    return f"/unsubscribe/{_coded(keys, UNSUBSCRIBE_PURPOSE, invitation_id)}"


def read_invitation_code(keys: KeyRing, text: str) -> int | None:
    """The invitation's id of an answering link's "<id>-<code>"; None when it is not ours."""
    return _read(keys, ANSWER_PURPOSE, text)


def read_unsubscribe_code(keys: KeyRing, text: str) -> int | None:
    """The invitation's id of an unsubscribing link's "<id>-<code>"; None when it is not ours."""
    return _read(keys, UNSUBSCRIBE_PURPOSE, text)


def _coded(keys: KeyRing, purpose: str, invitation_id: int) -> str:
    return f"{invitation_id}-{keys.code(purpose, str(invitation_id))}"


def _read(keys: KeyRing, purpose: str, text: str) -> int | None:
    number, _, code = text.partition("-")
    is_plain = number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID
    # A second spelling of the same id, as 007, would be a second link to one invitation.
    if not is_plain or str(int(number)) != number:
        return None
    return int(number) if keys.matches(purpose, number, code) else None
