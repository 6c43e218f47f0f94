"""Where a page of rows ended: opaque to the program, so that what it is made of may change."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from core.errors import FieldFault, RequestRefusedError

Place = Sequence[str | int]
# Two keys of 200 characters in any script, with room to spare.
LONGEST = 6_000
WRONG = "This is no cursor of this list. Begin again without one, and follow links.next as it is."


def write_cursor(place: Place) -> str:
    """The place after which the next page begins."""
    packed = json.dumps(list(place), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(cursor: str, kinds: Sequence[type]) -> tuple[str | int, ...]:
    """The place written into a cursor; raises RequestRefusedError for any other text."""
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        place = json.loads(base64.b64decode(padded[:LONGEST], altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        place = None
    if not isinstance(place, list) or [type(part) for part in place] != list(kinds):
        raise _refused()
    if any(isinstance(part, int) and abs(part) >= 2**63 for part in place):
        raise _refused()
    return tuple(place)


def read_number(cursor: str | None) -> int | None:
    """The place in a list that is ordered by one number; None at its beginning."""
    return None if cursor is None else int(read_cursor(cursor, (int,))[0])


def _refused() -> RequestRefusedError:
    return RequestRefusedError(WRONG, [FieldFault(WRONG, "cursor")])
