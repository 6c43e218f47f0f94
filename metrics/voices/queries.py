"""What was written by the responses of a week, and which comments are known already."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked
from feedback.models import Answer, Response
from feedback.voices.models import Voice
from metrics.models import Edition, EditionKind
from metrics.voices.heard import Heard, used_responses
from metrics.warehouse.files import read_json, read_manifest, read_table
from metrics.warehouse.frozen import Reference
from surveys.models import QuestionnaireVersion
from surveys.questionnaires import QuestionType, read_structure

LOTS = 2_147_483_647


@dataclass(frozen=True)
class Written:
    """A comment: whose response's, to which question, and its lot."""

    response_id: int
    question_key: str
    lot: int


def comments_of(session: Session, response_ids: Collection[int]) -> Iterator[Written]:
    """Every comment among some responses that repeats no other response."""
    asked: dict[int, frozenset[str]] = {}
    for part in chunked(sorted(response_ids)):
        rows = session.execute(
            sa.select(Response.id, Response.key, Response.version_id, Answer.question_key)
            .join(Answer, Answer.response_id == Response.id)
            .where(
                Response.id.in_(part),
                Response.duplicate_of_id.is_(None),
                Answer.part == "",
                sa.func.trim(Answer.text) != "",
            )
        )
        for response_id, key, version_id, question in rows:
            if version_id not in asked:
                asked[version_id] = _comment_questions(session, version_id)
            if question in asked[version_id]:
                yield Written(response_id, question, lot_of(key, question))


def _comment_questions(session: Session, version_id: int) -> frozenset[str]:
    """Long texts only: a short one asks for a serial number or a name."""
    structure = session.scalars(
        sa.select(QuestionnaireVersion.structure).where(QuestionnaireVersion.id == version_id)
    ).one()
    shapes = read_structure(structure)
    return frozenset(shape.key for shape in shapes if shape.type is QuestionType.TEXT)


def lot_of(response_key: str, question_key: str) -> int:
    """A number from 1 to 2³¹ − 2 that says nothing of when or by whom it was written."""
    digest = hashlib.sha256(f"{response_key}\0{question_key}".encode()).digest()
    return int.from_bytes(digest[:8]) % (LOTS - 1) + 1


def voices_of_week(session: Session, week: str) -> list[Voice]:
    return list(session.scalars(sa.select(Voice).where(Voice.week == week)))


def newest_finals(session: Session, week: str | None = None) -> list[Edition]:
    """The last revision of each week's final, oldest first."""
    query = (
        sa.select(Edition)
        .where(Edition.kind == EditionKind.FINAL)
        .order_by(Edition.week, Edition.revision)
    )
    if week is not None:
        query = query.where(Edition.week == week)
    return list({edition.week: edition for edition in session.scalars(query)}.values())


def read_heard(folder: Path) -> tuple[Heard, ...]:
    """From an edition's frozen files; none where it did not record what became of each answer.

    Raises FrozenWeekDamagedError where the files are not there.
    """
    if "judged.parquet" not in read_manifest(folder)["files"]:
        return ()
    return used_responses(
        read_table(folder, "responses"),
        read_table(folder, "judged"),
        read_table(folder, "frame"),
        Reference.from_json(read_json(folder, "reference")),
    )
