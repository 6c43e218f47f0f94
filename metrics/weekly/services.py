"""Close a week: the six verbs in order, idempotently."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope, command_line_scope
from core.clock import Week
from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from core.version import CODE_VERSION
from customers.models import Programme
from customers.services import require_programme
from metrics.errors import EditionExistsError, NothingToCloseError
from metrics.letters.services import queue_letters
from metrics.method import describe_method
from metrics.models import Edition, EditionKind
from metrics.signals.opening import open_signals_of
from metrics.voices.heard import used_responses
from metrics.voices.services import Comments, collect_voices, read_comments
from metrics.warehouse.files import move_into_place, seal
from metrics.warehouse.frozen import EditionRef, FrozenWeek, History, read_cells
from metrics.weekly import queries
from metrics.weekly.compute import Computed, compute
from metrics.weekly.configured import read_configuration
from metrics.weekly.freeze import freeze
from metrics.weekly.pseudonyms import invent_names, store_names
from metrics.weekly.publish import Place, manifest_facts, publish, write_files
from metrics.weekly.read import WeekRows, read_week, subjects_of
from metrics.weekly.schedule import EditionPlan, WeekTimes, plan_edition, plan_preview, times_of

STACKED_WEEKS = 12


@dataclass(frozen=True)
class Closing:
    """What closing needs from outside: where files go, the key for hashes, the time, and who.

    Without `sends_letters` nobody is written to, as when weeks of long ago are played again.
    """

    settings: Settings
    keys: KeyRing
    now: datetime
    scope: Scope = field(default_factory=command_line_scope)
    sends_letters: bool = True


def close_week(
    session: Session,
    week: Week,
    closing: Closing,
    *,
    kind: EditionKind | None = None,
    reason: str | None = None,
    still_mine: Callable[[Session], None] | None = None,
) -> Edition:
    """Make and publish the edition that is due: flash after the week, final after fieldwork.

    With `reason` the next revision. `still_mine` runs inside the publishing transaction and may
    raise, so that a job whose lease was taken over publishes nothing. The session must be clean;
    transactions are opened here, each short. Raises WeekNotOverError, FieldworkOpenError,
    EditionExistsError, NothingToCloseError.
    """
    programme = require_programme(session)
    times = week_times(programme, week)
    existing = queries.editions_of_week(session, str(week))
    plan = plan_edition(week, closing.now, times, existing, kind=kind, reason=reason)
    frozen, history, facts = _freeze(session, plan, closing)
    computed = compute(frozen, history)
    return _publish(session, plan, frozen, history, computed, closing, facts, still_mine)


def preview_week(session: Session, week: Week, closing: Closing) -> Computed:
    """Compute what the week says so far. Stores nothing."""
    programme = require_programme(session)
    plan = plan_preview(week, closing.now, week_times(programme, week))
    frozen, history, _ = _freeze(session, plan, closing, is_stored=False)
    return compute(frozen, history)


def week_times(programme: Programme, week: Week) -> WeekTimes:
    return times_of(week, ZoneInfo(programme.time_zone), programme.field_period_days)


def _freeze(
    session: Session, plan: EditionPlan, closing: Closing, *, is_stored: bool = True
) -> tuple[FrozenWeek, History, dict[str, Any]]:
    """Read the week, name its subjects, and leave the database."""
    rows = read_week(session, plan.week, plan.cut_off_at)
    if not rows.transactions:
        raise NothingToCloseError(
            f"No transaction of {plan.week} is known. Import the week's transactions first."
        )
    subjects = subjects_of(rows)
    names = invent_names(session, subjects)
    if is_stored:
        with writing(session):
            names = store_names(session, names)
    configuration = read_configuration(session, str(plan.week), names["response"])
    frozen = freeze(rows, names, configuration, closing.keys, plan)
    history = read_history(session, plan, closing.settings.weeks_folder)
    return frozen, history, _facts(rows)


def _facts(rows: WeekRows) -> dict[str, Any]:
    """What the manifest states beside the frozen tables."""
    return {
        "transaction_count": len(rows.transactions),
        "code_version": CODE_VERSION,
        **describe_method(),
    }


def read_history(session: Session, plan: EditionPlan, weeks_folder: Path) -> History:
    """The newest editions of the twelve weeks before, and the last ones to compare with.

    A final stacks finals only: flashes and finals are compared each with their like (0.7b).
    """
    kinds = [EditionKind.FINAL] if plan.kind is EditionKind.FINAL else list(EditionKind)
    before = queries.newest_editions(
        session, str(plan.week.shifted(-STACKED_WEEKS)), str(plan.week.shifted(-1)), kinds
    )
    stacked = tuple(ref_of(edition, weeks_folder) for edition in before)
    same_kind = queries.last_before(session, str(plan.week), plan.kind)
    final = queries.last_before(session, str(plan.week), EditionKind.FINAL)
    return History(
        stacked=stacked,
        last_same_kind=ref_of(same_kind, weeks_folder) if same_kind else None,
        last_final=ref_of(final, weeks_folder) if final else None,
        cells=tuple(read_cells(ref) for ref in stacked),
    )


def ref_of(edition: Edition, weeks_folder: Path) -> EditionRef:
    return EditionRef(
        week=Week.parse(edition.week),
        kind=edition.kind,
        revision=edition.revision,
        manifest_hash=edition.manifest_hash,
        folder=weeks_folder / edition.folder,
    )


def _publish(
    session: Session,
    plan: EditionPlan,
    frozen: FrozenWeek,
    history: History,
    computed: Computed,
    closing: Closing,
    facts: dict[str, Any],
    still_mine: Callable[[Session], None] | None,
) -> Edition:
    """Write the files beside their place, then seal, move and publish in one write transaction."""
    weeks_folder = closing.settings.weeks_folder
    weeks_folder.mkdir(parents=True, exist_ok=True)
    comments = _comments(session, plan, frozen, computed)
    name = f"{plan.week}/{plan.kind}-{plan.revision}"
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=weeks_folder))
    try:
        write_files(made, frozen, computed)
        with writing(session):
            queries.wait_for_other_closers(session)
            if still_mine:
                still_mine(session)
            _check_unpublished(session, plan)
            last = queries.last_published(session)
            chain = {"previous_hash": last.manifest_hash if last else None}
            manifest_hash = seal(made, facts | chain | manifest_facts(made, frozen, history))
            move_into_place(made, weeks_folder / name)
            place = Place(name, weeks_folder / name, manifest_hash)
            against = _edition_of(session, history.last_same_kind)
            edition = publish(session, plan, place, computed.figures, closing.now, against)
            if comments is not None:
                collect_voices(session, edition.week, comments)
            _note(session, edition, closing)
            if closing.sends_letters:
                queue_letters(session, edition, closing.now)
            zone = ZoneInfo(require_programme(session).time_zone)
            open_signals_of(session, closing.scope, edition, closing.now, zone)
            return edition
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _comments(
    session: Session, plan: EditionPlan, frozen: FrozenWeek, computed: Computed
) -> Comments | None:
    """The comments that may stand beside the figures of a final; a flash shows none."""
    if plan.kind is not EditionKind.FINAL:
        return None
    heard = used_responses(frozen.responses, computed.judged, frozen.frame, frozen.reference)
    return read_comments(session, heard)


def _note(session: Session, edition: Edition, closing: Closing) -> None:
    made = f"{edition.kind}, revision {edition.revision}"
    detail = f"{made}: {edition.reason}" if edition.reason else made
    record_audit(session, closing.scope, "close week", edition.week, detail, closing.now)


def _edition_of(session: Session, ref: EditionRef | None) -> Edition | None:
    return queries.one_edition(session, str(ref.week), ref.kind, ref.revision) if ref else None


def _check_unpublished(session: Session, plan: EditionPlan) -> None:
    if queries.one_edition(session, str(plan.week), plan.kind, plan.revision) is not None:
        raise EditionExistsError(
            f"The {plan.kind} of {plan.week} was published by somebody else at this moment. "
            "Read it under Editions."
        )
