"""Findings that need a person, as threads; and what a person notes about one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from metrics.dashboards.behind import read_findings
from metrics.dashboards.families import TROUBLE, WORST_FIRST
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.told import Told
from metrics.errors import DecisionRefusedError
from metrics.integrity.models import FindingNote, WorkState
from metrics.integrity.overview.work.queries import (
    PlaceKey,
    ThreadKey,
    editions_between,
    findings_of_thread,
    read_notes,
    thread_of,
    transactions_by_place,
    troubled_threads,
)
from metrics.integrity.signature import Signature, what_is_wrong_with_reason
from metrics.method import Severity
from metrics.models import FindingRow, Level, State

Notes = Mapping[ThreadKey, Sequence[FindingNote]]

BLOCKS = (Severity.BLOCK, Severity.SUPPRESS)


@dataclass(frozen=True)
class Thread:
    """What one check says about one cut in an edition, and what people did about it so far.

    `findings` are its windows, the gravest first; `notes` go back over the weeks, oldest first;
    `share` is the share of the transactions it concerns; `is_back`: it was settled, passed, and
    fires again.
    """

    findings: tuple[Told, ...]
    notes: tuple[FindingNote, ...]
    share: float
    is_back: bool

    @property
    def first(self) -> Told:
        return self.findings[0]

    @property
    def state(self) -> WorkState:
        if not self.notes or self.is_back:
            return WorkState.OPEN
        return WorkState(self.notes[-1].state)

    @property
    def is_open(self) -> bool:
        return self.state is not WorkState.SETTLED

    @property
    def rank(self) -> int:
        """Figures are held or hidden; a caveat failed; a warning; no figure is concerned."""
        return _rank(self.first)

    @property
    def owner(self) -> str:
        return self.notes[-1].owner if self.notes and not self.is_back else ""

    @property
    def due_on(self) -> date | None:
        return self.notes[-1].due_on if self.notes and not self.is_back else None


def needs_a_person(row: Told) -> bool:
    return row.state in TROUBLE and bool(row.what_to_do)


def _rank(row: Told) -> int:
    if row.severity == Severity.INFO:
        return 3
    if row.state != State.FAIL:
        return 2
    return 0 if row.severity in BLOCKS and not row.overridden else 1


def threads_of(session: Session, line: EditionLine, findings: Sequence[Told]) -> tuple[Thread, ...]:
    """Every finding of an edition that needs a person: what blocks first, then by weight."""
    groups: dict[ThreadKey, list[Told]] = {}
    for row in findings:
        if needs_a_person(row):
            groups.setdefault(thread_of(row), []).append(row)
    notes = read_notes(session, {key[0] for key in groups})
    known = _known(session, line, list(groups), notes)
    threads = [_thread(key, rows, notes, known) for key, rows in groups.items()]
    return tuple(sorted(threads, key=_order))


@dataclass(frozen=True)
class _Known:
    """What is read once for all threads of an edition."""

    shares: Mapping[PlaceKey, float]
    back: frozenset[ThreadKey]


def _known(session: Session, line: EditionLine, keys: Sequence[ThreadKey], notes: Notes) -> _Known:
    return _Known(
        shares=_shares(transactions_by_place(session, line.id)),
        back=_back_again(session, line, {key: notes[key][-1] for key in keys if key in notes}),
    )


def _thread(key: ThreadKey, rows: Sequence[Told], notes: Notes, known: _Known) -> Thread:
    return Thread(
        findings=tuple(sorted(rows, key=_gravest_first)),
        notes=tuple(notes.get(key, ())),
        share=_share_of(key, known.shares),
        is_back=key in known.back,
    )


def threads_of_edition(session: Session, scope: Scope, line: EditionLine) -> tuple[Thread, ...]:
    return threads_of(session, line, read_findings(session, scope, line.id))


def thread_of_finding(session: Session, line: EditionLine, row: FindingRow) -> Thread:
    """The finding with its other windows, whether or not it needs a person."""
    rows = findings_of_thread(session, row)
    key, notes = thread_of(row), read_notes(session, [row.check_key])
    return _thread(key, rows, notes, _known(session, line, [key], notes))


def _gravest_first(row: Told) -> tuple[int, int, int]:
    return (_rank(row), WORST_FIRST.index(State(row.state)), row.window)


def _order(thread: Thread) -> tuple[int, bool, float, ThreadKey]:
    # What hides figures is the cause of what it holds elsewhere: it comes before its consequences.
    is_lesser = thread.first.severity != Severity.SUPPRESS
    return (thread.rank, is_lesser, -thread.share, thread_of(thread.first))


def _shares(counts: Mapping[PlaceKey, int]) -> dict[PlaceKey, float]:
    """Each place's share of its audience's transactions; under "" of both audiences'."""
    both: dict[PlaceKey, int] = dict(counts)
    for (_, level, node), count in counts.items():
        both["", level, node] = both.get(("", level, node), 0) + count
    return {
        (audience, level, node): count / both[audience, Level.NETWORK.value, ""]
        for (audience, level, node), count in both.items()
        if both.get((audience, Level.NETWORK.value, ""))
    }


def _share_of(key: ThreadKey, shares: Mapping[PlaceKey, float]) -> float:
    _, audience, level, node, _, _ = key
    return 1.0 if level in ("", Level.NETWORK) else shares.get((audience, level, node), 0.0)


def _back_again(
    session: Session, line: EditionLine, last_notes: Mapping[ThreadKey, FindingNote]
) -> frozenset[ThreadKey]:
    """Settled threads that fell quiet in an edition of the kind since then, and fire again now."""
    settled = {key: note for key, note in last_notes.items() if note.state == WorkState.SETTLED}
    if not settled:
        return frozenset()
    earliest = min(note.noted_at for note in settled.values())
    between = editions_between(session, line.kind, earliest, line.published_at)
    fired = troubled_threads(session, [edition_id for edition_id, _ in between], settled)
    return frozenset(
        key
        for key, note in settled.items()
        if any(at > note.noted_at and (edition, key) not in fired for edition, at in between)
    )


@dataclass(frozen=True)
class NoteContent:
    """What a person writes down about a finding."""

    state: WorkState
    owner: str
    due_on: date | None
    note: str


def note_finding(
    session: Session, week: str, finding: Told, content: NoteContent, signature: Signature
) -> None:
    """Add a note to a finding's thread; the same words twice in a week are one note.

    Raises DecisionRefusedError where nobody takes it, or where it is settled without a word.
    """
    _check(content)
    before = read_notes(session, [finding.check_key]).get(thread_of(finding), [])
    if before and before[-1].week == week and _says(before[-1]) == content:
        return
    session.add(
        FindingNote(
            week=week, check_key=finding.check_key, audience=finding.audience,
            window=finding.window, level=finding.level, node_key=finding.node_key,
            touchpoint_key=finding.touchpoint_key, metric=finding.metric, state=content.state,
            owner=content.owner, due_on=content.due_on, note=content.note,
            noted_by=signature.name, noted_at=signature.at,
        )
    )  # fmt: skip
    subject = " ".join(part for part in (week, finding.check_key, finding.node_key) if part)
    said = (content.state, content.owner, content.due_on and f"due {content.due_on}", content.note)
    detail = "; ".join(str(part) for part in said if part)
    record_audit(session, signature.scope, "note finding", subject, detail, signature.at)


def _says(note: FindingNote) -> NoteContent:
    return NoteContent(WorkState(note.state), note.owner, note.due_on, note.note)


def _check(content: NoteContent) -> None:
    if content.state is WorkState.TAKEN and not content.owner:
        raise DecisionRefusedError("Say who takes it: a name that others know.")
    if content.state is WorkState.SETTLED and what_is_wrong_with_reason(content.note):
        raise DecisionRefusedError("Say in a few words how it was settled; it stays on record.")
