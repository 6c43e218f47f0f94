"""The rows of frozen responses: scores and times, and of a comment only its traces."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from core.keys import KeyRing
from metrics.warehouse.frozen import Reference
from metrics.warehouse.schema import SCORES
from metrics.weekly.read import WeekRows
from metrics.weighing.measures import METRICS
from surveys.questionnaires.shapes import QuestionShape, feeding_questions
from surveys.questionnaires.types import QuestionMetric


def response_rows(
    rows: WeekRows,
    response_names: Mapping[int, int],
    transaction_names: Mapping[int, int],
    keys: KeyRing,
    reference: Reference,
) -> list[dict[str, Any]]:
    zone = ZoneInfo(reference.time_zone)
    feeding = {version_id: _feeding_keys(shapes) for version_id, shapes in rows.shapes.items()}
    frozen = []
    for row in rows.responses:
        answers = rows.answers.get(row.id, {})
        frozen.append(
            {
                "response": response_names[row.id],
                "transaction": transaction_names[row.transaction_id],
                "audience": row.audience,
                "questionnaire": rows.questionnaire_names[row.version_id],
                "language": row.language,
                "source": row.source,
                "promise": row.promise,
                "invited_at": row.invited_at,
                "served_at": row.served_at,
                "answered_at": row.answered_at,
                "answered_on": row.answered_at.astimezone(zone).date(),
                "received_at": row.received_at,
                "device_class": row.device_class or "",
                "network_hash": row.network_hash or "",
                **_page_facts(row.pages),
                **_comment_facts(answers.get("comment"), keys),
                "reason": answers["reason"].choice if "reason" in answers else "",
                **_scores(answers, feeding[row.version_id]),
            }
        )
    return frozen


def _feeding_keys(shapes: Iterable[QuestionShape]) -> dict[str, str]:
    """The question whose score stands in each column: what feeds the metric, however it is named.

    A name alone says nothing: "satisfaction" may be asked in seven steps, or not be meant for CSAT.
    """
    feeding = feeding_questions(shapes)
    return {
        spec.question: feeding[QuestionMetric(metric)].key
        for metric, spec in METRICS.items()
        if QuestionMetric(metric) in feeding
    }


def _scores(answers: Mapping[str, Any], feeding: Mapping[str, str]) -> dict[str, int | None]:
    """One cell a column of SCORES; empty where nothing was asked, answered or applicable."""
    given = {column: answers.get(key) for column, key in feeding.items()}
    return {column: row.score if (row := given.get(column)) else None for column in SCORES}


def _page_facts(pages: Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
    """Seconds and visits page by page, from the first; null where nothing is known."""
    if pages is None:
        return {"page_seconds": None, "page_visits": None}
    looks = {page["page"]: page for page in pages}
    numbers = range(1, max(looks, default=0) + 1)
    return {
        "page_seconds": [looks[n]["seconds"] if n in looks else None for n in numbers],
        "page_visits": [looks[n]["visits"] if n in looks else 0 for n in numbers],
    }


def _comment_facts(answer: Any, keys: KeyRing) -> dict[str, Any]:
    """What checks need to know of a comment, without a word of it."""
    text = (answer.text or "").strip() if answer is not None else ""
    if not text:
        return {"comment_hash": "", "comment_length": 0, "comment_script": ""}
    normal = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return {
        "comment_hash": keys.code("frozen comment", normal),
        "comment_length": len(text),
        "comment_script": _main_script(text),
    }


def _main_script(text: str) -> str:
    """The script most letters belong to, by the first word of their Unicode names."""
    letters: Iterable[str] = (unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha())
    counted = Counter(name for name in letters if name)
    return counted.most_common(1)[0][0].lower() if counted else "none"
