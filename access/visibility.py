"""Who may see what: the one place that turns a person into a scope.

Every query for people's data or for estimates takes a Scope, and nothing bypasses it.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.models import Role


@dataclass(frozen=True)
class Scope:
    """What the person (or the command line) acting now may see.

    `partner_key` is set exactly for a channel partner, who sees one partner and nothing else.
    """

    role: Role
    partner_key: str | None = None
    user_id: int | None = None
    actor: str = ""

    def __post_init__(self) -> None:
        if (self.role is Role.CHANNEL_PARTNER) != (self.partner_key is not None):
            raise ValueError("a channel partner's scope names its partner, no other scope does")

    @property
    def sees_whole_network(self) -> bool:
        return self.partner_key is None

    @property
    def sees_flashes(self) -> bool:
        """Channel partners see finals only: the two are nested populations (methods H4)."""
        return self.sees_whole_network

    @property
    def runs_the_programme(self) -> bool:
        return self.role in (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)

    def sees_partner(self, key: str) -> bool:
        return self.sees_whole_network or self.partner_key == key


def command_line_scope(actor: str = "command line") -> Scope:
    """The scope of somebody with a shell on the server, who holds the database anyway."""
    return Scope(Role.ADMINISTRATOR, actor=actor)
