"""Which mail addresses can be written to."""

from __future__ import annotations

import re

LONGEST = 254
LONGEST_LOCAL_PART = 64
# Deliberately narrow: nothing that could end a header line, quote, or name a second address.
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)


def is_usable_address(text: str | None) -> bool:
    """Whether mail can be addressed to this text as it stands; the domain may be in any script."""
    if text is None or len(text) > LONGEST:
        return False
    local, _, domain = text.rpartition("@")
    if len(local) > LONGEST_LOCAL_PART or not LOCAL_PART.fullmatch(local):
        return False
    return DOMAIN.fullmatch(_in_ascii(domain)) is not None


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""
