"""Where a letter leads: its page, its PDF, and the link that stops it."""

from __future__ import annotations

from core.keys import KeyRing
from surveys.links import read_coded, write_coded

STOP_PURPOSE = "stop letters"
CHOICES_PATH = "/account/letters"


def stop_path(keys: KeyRing, user_id: int) -> str:
    return f"/letters/stop/{write_coded(keys, STOP_PURPOSE, user_id)}"


def read_stop_code(keys: KeyRing, text: str) -> int | None:
    """The person's id of a stopping link's "<id>-<code>"; None when it is not ours."""
    return read_coded(keys, STOP_PURPOSE, text)
