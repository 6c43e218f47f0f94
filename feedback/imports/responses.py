"""The import of responses collected elsewhere, with their own times.

Who was asked is unknown there, so nothing is invited and no response rate is known. Two responses
about one transaction are both kept, and so is one dated before its experience: the weekly checks
flag them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session

from customers.imports.cells import (
    one_of,
    read_key,
    read_language,
)
from customers.imports.dates import instant_at
from customers.imports.errors import CellError
from customers.imports.kinds import Field, ImportKind, Note, Problem, Progress, Review
from customers.models import Audience
from customers.rows import StoreCounts
from feedback.batch.services import find_row_problems, record_responses
from feedback.imports.columns import answer_fields
from feedback.imports.queries import (
    FileFacts,
    asked_questions,
    find_file_facts,
    stored_response_keys,
)
from feedback.imports.rows import FileResponse
from feedback.rows import ResponseRow
from surveys.models import Promise

# A day alone: sent at its start, answered at its end, so that no answer precedes its experience
# for want of a time.
START_OF_DAY = time(0, 0)
END_OF_DAY = time(23, 59, 59)

OWN_FIELDS = (
    Field("key", read_key, "the response's own number; without it, rows go by their content"),
    Field("transaction", read_key, "the key of the transaction it is about"),
    Field("joint", read_key, "instead: the joint key of a transaction with several partners"),
    Field("audience", one_of(*Audience), "channel_partner or end_user", is_required=True),
    Field("answered_at", instant_at(END_OF_DAY), "when it was answered", is_required=True),
    Field("sent_at", instant_at(START_OF_DAY), "when the question was sent"),
    Field("language", read_language, "the language of the answer, as pt"),
    Field("questionnaire", read_key, "its questionnaire, where it is not that of the survey"),
    Field("promise", one_of(*Promise), "what was promised: anonymous, confidential or attributed"),
)
OWN_NAMES = frozenset(field.name for field in OWN_FIELDS)
BATCH = 10_000


class ResponsesImport(ImportKind[FileResponse]):
    key = "responses"
    title = "Responses"
    about = (
        "One row for each response collected elsewhere, a column for each question. Import the "
        "transactions first. Who was asked stays unknown, and so do response rates."
    )
    is_key_optional = True

    def fields(self, session: Session) -> tuple[Field, ...]:
        asked = asked_questions(session).values()
        of_answers = (field for shape in asked for field in answer_fields(shape))
        return (*OWN_FIELDS, *(field for field in of_answers if field.name not in OWN_NAMES))

    def build(self, key: str, values: Mapping[str, Any]) -> FileResponse:
        if not values.get("transaction") and not values.get("joint"):
            raise CellError("names no transaction. Fill in transaction or joint")
        answers = {
            name: value
            for name, value in values.items()
            if name not in OWN_NAMES and value is not None
        }
        return FileResponse(
            key=key,
            audience=Audience(values["audience"]),
            answered_at=values["answered_at"],
            answers=answers,
            transaction_key=values.get("transaction"),
            joint_key=values.get("joint"),
            sent_at=values.get("sent_at"),
            language=values.get("language"),
            questionnaire=values.get("questionnaire"),
            promise=Promise(values.get("promise") or Promise.CONFIDENTIAL),
        )

    def review(self, session: Session, rows: Sequence[FileResponse]) -> Review:
        """The batch entry's own checks, so that the preview says what storing would."""
        facts = find_file_facts(session, rows)
        unplaced = dict(_unplaced(rows, facts))
        ready = [_response_row(row, facts) for row in rows if row.key not in unplaced]
        refused = find_row_problems(session, ready)
        problems = unplaced | {
            problem.key: Problem(None, problem.text.rstrip(".")) for problem in refused
        }
        return Review(problems, tuple(_notes(rows)))

    def compare(
        self, session: Session, rows: Sequence[FileResponse], stated: Collection[str]
    ) -> StoreCounts:
        del stated
        stored = stored_response_keys(session, {row.key for row in rows})
        return StoreCounts(new=len(rows) - len(stored), unchanged=len(stored))

    def store(
        self,
        session: Session,
        rows: Sequence[FileResponse],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del stated
        facts = find_file_facts(session, rows)
        ready = [_response_row(row, facts, import_id) for row in rows]
        counts = StoreCounts()
        for start in range(0, len(ready), BATCH):
            part = record_responses(session, ready[start : start + BATCH], now)
            counts = StoreCounts(counts.new + part.new, 0, counts.unchanged + part.unchanged)
            if progress is not None:
                progress(part.total)
        return counts


def _unplaced(rows: Sequence[FileResponse], facts: FileFacts) -> Iterator[tuple[str, Problem]]:
    for row in rows:
        key = facts.transaction_key_of(row)
        if key is None:
            column = "transaction" if row.transaction_key else "joint"
            name = row.transaction_key or row.joint_key
            reason = f"there is no transaction {name!r}. Import the transactions first"
            yield row.key, Problem(column, reason)
        elif facts.version_of(row, key) is None:
            asked = row.questionnaire or f"{row.audience}.{facts.touchpoints[key]}"
            known = ", ".join(sorted(facts.version_by_questionnaire)) or "none"
            reason = f"there is no questionnaire {asked!r}. Known: {known}"
            yield row.key, Problem("questionnaire", reason)


def _response_row(row: FileResponse, facts: FileFacts, import_id: int | None = None) -> ResponseRow:
    key = facts.transaction_key_of(row)
    assert key is not None, "unplaced rows were rejected"
    version_id = facts.version_of(row, key)
    assert version_id is not None, "rows without a questionnaire were rejected"
    return ResponseRow(
        key=row.key,
        audience=row.audience,
        version_id=version_id,
        answered_at=row.answered_at,
        answers=row.answers,
        transaction_key=key,
        language=row.language or facts.default_language,
        promise=row.promise,
        invited_at=row.sent_at,
        import_id=import_id,
    )


def _notes(rows: Sequence[FileResponse]) -> Iterator[Note]:
    early = sum(1 for row in rows if row.sent_at is not None and row.answered_at < row.sent_at)
    if early:
        yield Note(early, "responses were answered before they were sent: their times are kept")
    about: set[tuple[str, str]] = set()
    repeated = 0
    for row in rows:
        subject = (row.audience, row.transaction_key or f"joint {row.joint_key}")
        repeated += subject in about
        about.add(subject)
    if repeated:
        yield Note(
            repeated,
            "responses are about a transaction that has one in this file already: all are kept, "
            "the weekly check flags them",
        )
