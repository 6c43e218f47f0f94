"""What people decided about a week and no edition of it shows yet, and how it gets into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from core.clock import Week
from core.web.filters import counted
from customers.services import require_programme
from metrics.errors import FrozenWeekDamagedError
from metrics.integrity.overrules.gates.queries import overrides_of_week
from metrics.integrity.overrules.rows.queries import overrules_of_week
from metrics.integrity.partners.queries import kiosk_partners
from metrics.integrity.settings.queries import settings_for
from metrics.models import Edition, EditionKind
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.earlier import EarlierEdition
from metrics.weekly.services import ref_of, week_times

LONGEST_REASON = 300


@dataclass(frozen=True)
class Pending:
    """`lines` is empty where the newest edition shows all that was decided.

    `damage` says why it cannot be known what that edition was made with.
    """

    week: str
    lines: tuple[str, ...] = ()
    is_revised: bool = False
    what_to_do: str = ""
    damage: str = ""

    @property
    def reason(self) -> str:
        """For the revision, to begin with."""
        return " ".join(self.lines)[:LONGEST_REASON]


def pending_decisions(
    session: Session, edition: Edition, weeks_folder: Path, now: datetime
) -> Pending:
    """Hold what is decided now against what the week's newest edition was made with."""
    try:
        before = _made_with(edition, weeks_folder)
    except FrozenWeekDamagedError as error:
        return Pending(edition.week, damage=str(error))
    lines = tuple(differences(before, _decided_now(session, edition.week)))
    if not lines:
        return Pending(edition.week)
    times = week_times(require_programme(session), Week.parse(edition.week))
    is_final_due = edition.kind == EditionKind.FLASH and now >= times.fieldwork_over_at
    return Pending(edition.week, lines, not is_final_due, _what_to_do(edition, is_final_due))


def _made_with(edition: Edition, weeks_folder: Path) -> Configuration:
    """Nothing decided, where the edition was made before decisions were kept with it."""
    kept = EarlierEdition(ref_of(edition, weeks_folder)).configuration
    return kept or Configuration()


def _decided_now(session: Session, week: str) -> Configuration:
    """What an edition made now would take in of what people decide."""
    return Configuration(
        thresholds=settings_for(session, week),
        gate_overrides=overrides_of_week(session, week),
        row_overrules=overrules_of_week(session, week),
        kiosk_partners=kiosk_partners(session),
    )


def _what_to_do(edition: Edition, is_final_due: bool) -> str:
    if is_final_due:
        return "The final is due and takes it in: close the week."
    if edition.kind == EditionKind.FLASH:
        return "The final will take it in. To show it before that, make a revision of the flash."
    return "Make a revision: it stands beside the edition it corrects, with its reason."


def differences(before: Configuration, now: Configuration) -> Iterator[str]:
    yield from _rows(before, now)
    yield from _findings(before, now)
    limits = {setting.check_key for setting in {*before.thresholds} ^ {*now.thresholds}}
    yield from _said(limits, "limit of the checks changed.", "limits of the checks changed.")
    declared = {*now.kiosk_partners} - {*before.kiosk_partners}
    yield from _said(declared, "declared device at a partner.", "declared devices at partners.")
    ended = {*before.kiosk_partners} - {*now.kiosk_partners}
    yield from _said(ended, "partner’s device no longer declared.",
                     "partners’ devices no longer declared.")  # fmt: skip


def _rows(before: Configuration, now: Configuration) -> Iterator[str]:
    old, new = ({row.response: row for row in c.row_overrules} for c in (before, now))
    changed = [row for key, row in new.items() if old.get(key) != row]
    used = [row for row in changed if row.is_used]
    aside = [row for row in changed if not row.is_used]
    yield from _said(used, "answer used all the same.", "answers used all the same.")
    yield from _said(aside, "answer set aside by hand.", "answers set aside by hand.")
    yield from _said(
        old.keys() - new.keys(),
        "decision about an answer withdrawn.",
        "decisions about answers withdrawn.",
    )


def _findings(before: Configuration, now: Configuration) -> Iterator[str]:
    changed = [key for key, one in now.overrides.items() if before.overrides.get(key) != one]
    yield from (f"Published in spite of “{key[0]}”{_place(key)}." for key in changed)
    withdrawn = sorted(before.overrides.keys() - now.overrides.keys())
    yield from (f"No longer published in spite of “{key[0]}”{_place(key)}." for key in withdrawn)


def _place(key: Sequence[Any]) -> str:
    return f" at {key[4]}" if key[4] else ""


def _said(found: Iterable[Any], one: str, many: str) -> Iterator[str]:
    count = len(list(found))
    if count:
        yield counted(count, one, many)
