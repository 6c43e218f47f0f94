"""Which mail addresses can be written to."""

from __future__ import annotations

import re

# Deliberately narrow: nothing that could end a header line, quote, or name a second address.
USABLE = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]+@[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]+")
LONGEST = 254


def is_usable_address(text: str | None) -> bool:
    """Whether mail can be addressed to this text as it stands."""
    return text is not None and len(text) <= LONGEST and USABLE.fullmatch(text) is not None
