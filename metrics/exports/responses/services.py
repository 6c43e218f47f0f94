"""Take the responses of an edition out of the house, on record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.bulk import chunked
from core.keys import KeyRing
from core.web.filters import counted, number
from customers.models import Audience
from customers.names.queries import Names, read_names
from customers.services import require_programme
from feedback.answers import GivenAnswer
from metrics.exports.editions.services import NO_EDITION, EditionName
from metrics.exports.errors import NoSuchExportError
from metrics.exports.formats import Format
from metrics.exports.notes import edition_notes
from metrics.exports.responses.answers import AnswerColumns, answer_columns
from metrics.exports.responses.facts import FACT_NAMES, FACTS
from metrics.exports.responses.frozen import FrozenResponse, read_responses
from metrics.exports.responses.promises import (
    ERASED,
    WITHHELD,
    Told,
    as_cleared,
    tell_responses,
)
from metrics.exports.responses.queries import (
    read_answers,
    read_cleared,
    read_company_names,
    read_edition_folder,
    read_questions,
)
from metrics.exports.table import ExportTable, Value
from metrics.models import Level
from surveys.models import Promise

DEED = "export responses"
AT_ONCE = 5_000
Given = Mapping[str, Sequence[GivenAnswer]]
PROMISES = (
    "Each row is told as its respondent was promised: the column “withheld” says what is left out. "
    "Names of persons, addresses, devices and networks are in no row. Handle the file as you would "
    "the answers themselves, and pass it to nobody who may not read them."
)
NO_WEIGHTS = (
    "Answers are weighed in cells, not one by one, so that no weight stands in a row; take figures "
    "from the estimates of the edition, not from these rows."
)


@dataclass(frozen=True)
class Archive:
    """Where frozen weeks lie, and the keys that make codes of what must lead to nobody."""

    weeks_folder: Path
    keys: KeyRing


def take_responses(
    session: Session, scope: Scope, archive: Archive, edition: EditionName
) -> ExportTable:
    """Every response of an edition, used or set aside, as its respondent was promised.

    Raises NoSuchExportError, alike for an edition that does not exist and for whoever does not run
    the programme; ExportError for an edition that does not say what became of its responses.
    """
    found = read_edition_folder(session, scope, edition.week, edition.kind, edition.revision)
    if found is None:
        raise NoSuchExportError(NO_EDITION)
    line, folder = found
    rows = read_responses(archive.weeks_folder / folder)
    names = read_names(session, scope)
    asked = answer_columns(read_questions(session, (r.questionnaire for r in rows)), FACT_NAMES)
    told = list(tell_responses(rows, _companies(session, rows, names), archive.keys.code))
    given = list(_given(session, scope, told))
    return ExportTable(
        f"responses-{edition.text}",
        f"Responses of {edition.week}, {edition.kind}, revision {edition.revision}",
        (*(column for column, _ in FACTS), *asked.columns),
        tuple(_cells(told, given, asked, names)),
        (*edition_notes(line, require_programme(session).name), *_own_notes(told, given)),
    )


def note_taken(
    session: Session,
    scope: Scope,
    edition: EditionName,
    table: ExportTable,
    wanted: Format,
    now: datetime,
) -> None:
    """On record, inside the write transaction of whoever sends the file."""
    subject = f"{edition.week} {edition.kind}, revision {edition.revision}"
    detail = f"{counted(len(table.rows), 'response')} as {wanted.value}"
    record_audit(session, scope, DEED, subject, detail, now)


def _companies(session: Session, rows: Sequence[FrozenResponse], names: Names) -> dict[int, str]:
    """The company of each respondent who agreed to be named."""
    named = [row for row in rows if row.promise == Promise.ATTRIBUTED]
    users = {row.account for row in named if row.audience == Audience.END_USER and row.account}
    accounts = read_company_names(session, users)
    return {
        row.response: accounts.get(row.account, "")
        if row.audience == Audience.END_USER
        else names.place(Level.PARTNER, row.partner)
        for row in named
    }


def _given(session: Session, scope: Scope, told: Sequence[Told]) -> Iterator[Given | None]:
    """The answers of each, its words as far as it is told them; None of a person who was erased."""
    for part in chunked(told, AT_ONCE):
        keys = [one.row.response for one in part]
        answers, cleared = read_answers(session, scope, keys), read_cleared(session, scope, keys)
        for one in part:
            given: Given | None = answers.get(one.row.response)
            if given is not None and one.is_cleared_only:
                given = as_cleared(given, cleared.get(one.row.response, {}))
            yield given


def _cells(
    told: Sequence[Told],
    given: Sequence[Given | None],
    asked: AnswerColumns,
    names: Names,
) -> Iterator[tuple[Value, ...]]:
    alike = _asked_alike(told, asked)
    everything = frozenset(column.name for column in asked.columns)
    for one, answers in zip(told, given, strict=True):
        if answers is None:
            yield (*_ERASED_FACTS, *(None for _ in asked.columns))
            continue
        cells = asked.cells(
            one.row.questionnaire,
            answers,
            # Which questions were asked would tell the questionnaire, and so the touchpoint.
            alike[one.row.audience] if one.questionnaire is None else everything,
            has_texts=one.has_texts,
            has_written=one.has_written,
        )
        yield (*(read(one, names) for _, read in FACTS), *cells)


_ERASED_FACTS = tuple(ERASED if column.name == "withheld" else None for column, _ in FACTS)


def _asked_alike(told: Sequence[Told], asked: AnswerColumns) -> dict[str, frozenset[str]]:
    """The columns that all questionnaires of an audience ask alike."""
    versions: dict[str, set[str]] = defaultdict(set)
    for one in told:
        versions[one.row.audience].add(one.row.questionnaire)
    return {audience: asked.alike(found) for audience, found in versions.items()}


def _own_notes(told: Sequence[Told], given: Sequence[Given | None]) -> Iterator[tuple[str, str]]:
    yield "Promises", PROMISES
    withheld = (
        ERASED if answers is None else one.withheld
        for one, answers in zip(told, given, strict=True)
    )  # fmt: skip
    for code, count in sorted(Counter(withheld).items()):
        yield f"Left out of {number(count)} rows", f"{WITHHELD[code]}."
    yield "Weights", NO_WEIGHTS
