"""What was asked, as it is frozen with a week: versions answered or in the field, without texts."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.languages import FALLBACK_LANGUAGE
from customers.models import Touchpoint
from feedback.break_off.queries import read_sheet_ends
from metrics.warehouse.questionnaires import LintFacts, QuestionFacts, QuestionnaireFacts
from surveys.models import QuestionnaireVersion, Survey
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.flow import pages_of
from surveys.questionnaires.lint.content import lint_content
from surveys.questionnaires.queries import load_content
from surveys.questionnaires.shapes import Direction, QuestionShape
from surveys.workshop.models import Publication


def asked_facts(
    session: Session, answered: Collection[int], cut_off_at: datetime
) -> tuple[QuestionnaireFacts, ...]:
    """The versions with responses in the week and those of active surveys, by name."""
    touchpoints = _touchpoints(session)
    ids = set(answered) | set(touchpoints)
    versions = session.scalars(
        sa.select(QuestionnaireVersion).where(QuestionnaireVersion.id.in_(ids))
    )
    found = [
        _facts(session, version, touchpoints.get(version.id, ()), cut_off_at)
        for version in versions
    ]
    return tuple(sorted(found, key=lambda facts: facts.name))


def _touchpoints(session: Session) -> dict[int, tuple[str, ...]]:
    """Where each version is asked now."""
    rows = session.execute(
        sa.select(Survey.version_id, Touchpoint.key)
        .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
        .where(Survey.is_active)
        .order_by(Touchpoint.key)
    )
    asked: dict[int, list[str]] = defaultdict(list)
    for version_id, key in rows:
        asked[version_id].append(key)
    return {version_id: tuple(keys) for version_id, keys in asked.items()}


def _facts(
    session: Session,
    version: QuestionnaireVersion,
    touchpoints: tuple[str, ...],
    cut_off_at: datetime,
) -> QuestionnaireFacts:
    content = load_content(session, version.id)
    ends = read_sheet_ends(session, version, cut_off_at)
    published = session.get(Publication, version.id)
    needed = content.needed_text_keys
    return QuestionnaireFacts(
        name=f"{content.key}.{version.number}",
        audience=content.audience.value,
        touchpoints=touchpoints,
        questions=tuple(_questions(content)),
        findings=_lint(version.content_hash, _Content(content)),
        reason=(published.reason or "") if published else "",
        text_count=len(needed),
        missing_texts={
            language: sum(not content.texts[language].get(key, "").strip() for key in needed)
            for language in content.languages
        },
        left_on={str(page): count for page, count in sorted(ends.left_on.items())},
        sent_count=ends.sent_count,
    )


def _questions(content: QuestionnaireContent) -> Iterator[QuestionFacts]:
    pages = pages_of(content.questions, content.flow)
    page_of = {shape.key: number for number, page in enumerate(pages, 1) for shape in page}
    texts = content.texts.get(FALLBACK_LANGUAGE, {})
    for place, shape in enumerate(content.questions):
        scores = shape.scores or shape.row_scores
        yield QuestionFacts(
            key=shape.key,
            type=shape.type.value,
            place=place,
            page=page_of[shape.key],
            metric=shape.metric.value if shape.metric else "",
            construct=shape.construct,
            objectives=shape.objectives,
            lowest=min(scores) if scores else None,
            highest=max(scores) if scores else None,
            low_is_good=shape.direction is Direction.LOW_IS_GOOD,
            parts=shape.rows,
            is_required=shape.is_required,
            wording=_wording(shape, texts),
        )


def _wording(shape: QuestionShape, texts: Mapping[str, str]) -> str:
    """A hash of what a respondent is asked: texts, options and scale."""
    own = {key: text for key, text in texts.items() if key.partition(".")[0] == shape.key}
    asked = [shape.type.value, list(shape.options), list(shape.rows), own]
    return hashlib.sha256(
        json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()[:16]


class _Content:
    """Content as an argument of a cache: what is cached is named by the content's hash alone."""

    def __init__(self, content: QuestionnaireContent) -> None:
        self.content = content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=256)
def _lint(_content_hash: str, held: _Content) -> tuple[LintFacts, ...]:
    """The lint's findings; a version never changes, so that they are found once."""
    return tuple(
        LintFacts(
            category=placed.finding.category.value,
            severity=placed.finding.severity.value,
            question=placed.question,
            language=placed.language,
            message=placed.finding.message,
        )
        for placed in lint_content(held.content)
    )
