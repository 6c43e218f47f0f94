"""Which letters somebody gets: by their role, until they choose otherwise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from access.models import Role
from metrics.letters.models import LetterChoice
from metrics.models import EditionKind


@dataclass(frozen=True)
class Choices:
    wants_final: bool
    wants_flash: bool = False
    wants_pdf: bool = False

    def wants(self, kind: str) -> bool:
        return self.wants_final if kind == EditionKind.FINAL else self.wants_flash


BY_ITSELF = frozenset((Role.EXECUTIVE, Role.CHANNEL_PARTNER))
# In which role a person with several reads the letter; all of them see the whole network.
READING_ROLES = (
    Role.CHANNEL_PARTNER,
    Role.EXECUTIVE,
    Role.PROGRAMME_MANAGER,
    Role.ADMINISTRATOR,
)
NOTHING = Choices(wants_final=False)


def choices_of(stored: LetterChoice | None, roles: Collection[Role]) -> Choices:
    """What a person with these roles gets. Channel partners get no flash, whatever is stored."""
    if stored is None:
        return Choices(wants_final=bool(BY_ITSELF.intersection(roles)))
    sees_flashes = Role.CHANNEL_PARTNER not in roles
    return Choices(stored.wants_final, stored.wants_flash and sees_flashes, stored.wants_pdf)
