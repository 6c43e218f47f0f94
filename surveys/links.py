"""Links, personal and open: derived from an id and the installation's key, kept nowhere."""

from __future__ import annotations

from core.keys import KeyRing

ANSWER_PURPOSE = "answer"
UNSUBSCRIBE_PURPOSE = "unsubscribe"
OPEN_PURPOSE = "answer openly"
LONGEST_ID = 18


def invitation_path(keys: KeyRing, invitation_id: int) -> str:
    return f"/a/{write_coded(keys, ANSWER_PURPOSE, invitation_id)}"


def unsubscribe_path(keys: KeyRing, invitation_id: int) -> str:
    return f"/unsubscribe/{write_coded(keys, UNSUBSCRIBE_PURPOSE, invitation_id)}"


def open_link_path(keys: KeyRing, open_link_id: int) -> str:
    return f"/o/{write_coded(keys, OPEN_PURPOSE, open_link_id)}"


def read_open_link_code(keys: KeyRing, text: str) -> int | None:
    """The open link's id of its "<id>-<code>"; None when it is not ours."""
    return read_coded(keys, OPEN_PURPOSE, text)


def read_invitation_code(keys: KeyRing, text: str) -> int | None:
    """The invitation's id of an answering link's "<id>-<code>"; None when it is not ours."""
    return read_coded(keys, ANSWER_PURPOSE, text)


def read_unsubscribe_code(keys: KeyRing, text: str) -> int | None:
    """The invitation's id of an unsubscribing link's "<id>-<code>"; None when it is not ours."""
    return read_coded(keys, UNSUBSCRIBE_PURPOSE, text)


def write_coded(keys: KeyRing, purpose: str, subject_id: int) -> str:
    """A subject's id with its code, as it stands in an address."""
    return f"{subject_id}-{keys.code(purpose, str(subject_id))}"


def read_coded(keys: KeyRing, purpose: str, text: str) -> int | None:
    """The id of an "<id>-<code>"; None when the code is not ours, or for another purpose."""
    number, _, code = text.partition("-")
    is_plain = number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID
    # A second spelling of the same id, as 007, would be a second link to one invitation.
    if not is_plain or str(int(number)) != number:
        return None
    return int(number) if keys.matches(purpose, number, code) else None
