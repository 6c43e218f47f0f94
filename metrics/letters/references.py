"""What a letter is about, as the outbox keeps it: an edition, a person, and the role they held.

The role stands in it so that a letter never reaches somebody in another role than the one it was
queued for: what may be read is decided by the role.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.models import Role
from access.visibility import Scope

LETTER_MAIL = "weekly letter"
SEPARATOR = " "


@dataclass(frozen=True)
class LetterReference:
    """`partner_key` is set exactly for a channel partner."""

    edition_id: int
    user_id: int
    role: Role
    partner_key: str | None = None

    def __str__(self) -> str:
        known = (self.edition_id, self.user_id, self.role.value, self.partner_key)
        return SEPARATOR.join(str(part) for part in known if part is not None)

    @classmethod
    def parse(cls, text: str) -> LetterReference:
        edition_id, user_id, role, *rest = text.split(SEPARATOR, 3)
        return cls(int(edition_id), int(user_id), Role(role), rest[0] if rest else None)

    @property
    def scope(self) -> Scope:
        """What the person the letter goes to may see."""
        return Scope(self.role, self.partner_key, self.user_id, "weekly letter")
