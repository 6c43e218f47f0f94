"""What the frozen files do not have of a response: its answers, and the company of who agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.bulk import chunked
from customers.models import Account
from feedback.answers import GivenAnswer
from feedback.models import Answer
from feedback.queries import given_answer
from feedback.voices.models import Voice, VoiceState
from metrics.dashboards.queries import LINE_COLUMNS, EditionLine
from metrics.integrity.overrules.rows.queries import response_ids
from metrics.models import Edition
from metrics.weekly.models import Pseudonym
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.questionnaires import Question
from surveys.questionnaires.queries import load_sheet

# The words of a codebook; a text that is missing there stands in the questionnaire's own English.
LANGUAGE = "en"


def read_edition_folder(
    session: Session, scope: Scope, week: str, kind: str, revision: int
) -> tuple[EditionLine, str] | None:
    """An edition and where its frozen files lie; None for who does not run the programme."""
    if not scope.runs_the_programme:
        return None
    row = session.execute(
        sa.select(*LINE_COLUMNS, Edition.folder).where(
            Edition.week == week, Edition.kind == kind, Edition.revision == revision
        )
    ).first()
    return (EditionLine(*row[:-1]), row[-1]) if row else None


def read_answers(
    session: Session, scope: Scope, responses: Sequence[int]
) -> dict[int, dict[str, list[GivenAnswer]]]:
    """Answers of some responses by pseudonym and question; none of one that was erased.

    Only for those who run the programme: anybody else is given nothing.
    """
    if not scope.runs_the_programme:
        return {}
    ids = response_ids(session, responses)
    names = {response_id: pseudonym for pseudonym, response_id in ids.items()}
    found: dict[int, dict[str, list[GivenAnswer]]] = {name: {} for name in names.values()}
    rows = session.execute(
        sa.select(
            Answer.response_id, Answer.question_key, Answer.part, Answer.score, Answer.choice,
            Answer.text, Answer.number, Answer.day,
        )
        .where(Answer.response_id.in_(names))
        .order_by(Answer.id)
    )  # fmt: skip
    for row in rows:
        of_response = found[names[row.response_id]]
        of_response.setdefault(row.question_key, []).append(given_answer(row))
    return found


def read_cleared(
    session: Session, scope: Scope, responses: Sequence[int]
) -> dict[int, Mapping[str, str]]:
    """What readers may see of what was written: words by pseudonym and question, as cleared.

    Only what a final uses; nothing for whoever does not run the programme.
    """
    if not scope.runs_the_programme:
        return {}
    names = {
        response_id: pseudonym
        for pseudonym, response_id in response_ids(session, responses).items()
    }
    rows = session.execute(
        sa.select(Voice.response_id, Voice.question_key, Voice.shown_text).where(
            Voice.response_id.in_(names),
            Voice.state == VoiceState.CLEARED,
            Voice.is_used.is_(True),
        )
    )
    found: dict[int, dict[str, str]] = {}
    for response_id, question, text in rows:
        found.setdefault(names[response_id], {})[question] = text or ""
    return dict(found)


def read_questions(session: Session, names: Iterable[str]) -> dict[str, tuple[Question, ...]]:
    """The questions of questionnaire versions, named as frozen files do: "sale_end_user.2"."""
    found = {}
    for name in sorted(set(names)):
        key, _, number = name.rpartition(".")
        version_id = session.scalar(
            sa.select(QuestionnaireVersion.id)
            .join(Questionnaire)
            .where(Questionnaire.key == key, QuestionnaireVersion.number == int(number))
        )
        if version_id is not None:
            found[name] = load_sheet(session, version_id, LANGUAGE).questions
    return found


def read_company_names(session: Session, pseudonyms: Iterable[int]) -> dict[int, str]:
    """Names of companies by their pseudonym, for those that still have one."""
    names: dict[int, str] = {}
    for part in chunked(sorted(set(pseudonyms))):
        rows = session.execute(
            sa.select(Pseudonym.pseudonym, Account.name)
            .join(Account, Account.id == Pseudonym.subject_id)
            .where(Pseudonym.kind == "account", Pseudonym.pseudonym.in_(part))
        )
        names.update((pseudonym, name) for pseudonym, name in rows)
    return names
