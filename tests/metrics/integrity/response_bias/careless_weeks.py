"""Weeks whose sheets were answered with care and without: by hand, or drawn with known truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from metrics.warehouse.questionnaires import QuestionFacts, QuestionnaireFacts
from tests.metrics.frozen_weeks import WEEK, MadeWeek

AT = datetime(WEEK.sunday.year, WEEK.sunday.month, WEEK.sunday.day, 10, tzinfo=UTC)
HONEST = {"recommend": 9, "satisfaction": 4, "effort": 6}
ALL_TOPS = {"recommend": 10, "satisfaction": 5, "effort": 7}
QUICK, SLOW = 3.0, 60.0


def question(key: str, place: int, page: int, low: int, high: int, **changes: Any) -> QuestionFacts:
    facts: dict[str, Any] = {
        "key": key, "type": "rating", "place": place, "page": page, "metric": "", "construct": "",
        "objectives": (), "lowest": low, "highest": high, "low_is_good": False, "parts": (),
        "is_required": True, "wording": key,
    }  # fmt: skip
    return QuestionFacts(**facts | changes)


def questionnaire(*questions: QuestionFacts) -> dict[str, QuestionnaireFacts]:
    facts = QuestionnaireFacts(
        name="end_user.delivery.1", audience="end_user", touchpoints=("delivery",),
        questions=questions, findings=(), reason="", text_count=1, missing_texts={}, left_on={},
        sent_count=0,
    )  # fmt: skip
    return {facts.name: facts}


SHORT = questionnaire(
    question("recommend", 0, 1, 0, 10),
    question("satisfaction", 1, 1, 1, 5),
    question("effort", 2, 1, 1, 7),
)
GRID = tuple(f"row{number}" for number in range(10))
LONG = questionnaire(
    question("recommend", 0, 1, 0, 10),
    question("satisfaction", 1, 1, 1, 5),
    question("effort", 2, 2, 1, 7),
    question("grid", 3, 3, 1, 5, parts=GRID),
    *(
        question(f"scale{n}{half}", 4 + 2 * n + half, 4, 1, 5, construct=f"c{n}",
                 low_is_good=bool(half))
        for n in range(5)
        for half in (0, 1)
    ),
)  # fmt: skip


def sheet(
    made: MadeWeek,
    answers: Mapping[str, int],
    seconds: float | Sequence[float | None],
    *,
    audience: str = "end_user",
    response: Mapping[str, Any] | None = None,
    **facts: Any,
) -> int:
    """One sheet and how long it took, as a whole or page by page; returns the response's name."""
    number = made.transaction(audience=audience, disposition="complete", **facts)
    whole = isinstance(seconds, float)
    total = seconds if isinstance(seconds, float) else sum(known or 0.0 for known in seconds)
    timed = {"page_seconds": None if whole else seconds, "served_at": AT - timedelta(seconds=total)}
    made.answer(number, audience, answers, **timed | dict(response or {}))
    name: int = made.responses[-1]["response"]
    return name


def careful_week(count: int = 20, **changes: Any) -> MadeWeek:
    """Sheets of people who read: a minute each, scores that differ."""
    made = MadeWeek(questionnaires=SHORT, **changes)
    for number in range(count):
        answers = {"recommend": number % 11, "satisfaction": 1 + number % 5}
        sheet(made, answers | {"effort": 1 + number % 7}, SLOW + number)
    return made


def drawn_week(
    *, seed: int, is_long: bool, size: int = 300, careless: float = 0.12, spread: float = 0.3
) -> tuple[MadeWeek, list[bool]]:
    """Sheets with known truth: the careless hurry and tick one place, or anything.

    Honest people take six seconds an item (times lognormal, σ 0.5) and answer about a feeling,
    with `spread` (share of a scale) between what is asked about.
    """
    rng = np.random.default_rng(seed)
    made, truth = MadeWeek(questionnaires=LONG if is_long else SHORT), []
    for _ in range(size):
        truth.append(bool(rng.random() < careless))
        _drawn_sheet(made, rng, truth[-1], is_long, spread)
    return made, truth


def _drawn_sheet(
    made: MadeWeek, rng: np.random.Generator, is_careless: bool, is_long: bool, spread: float
) -> None:
    feeling, is_line = float(np.clip(0.8 + rng.normal(0, 0.2), 0, 1)), rng.random() < 0.5
    line = float(rng.choice([0.0, 0.5, 1.0]))
    about: dict[str, float] = {}

    def score(low: int, high: int, thing: str, turned: bool = False) -> int:
        about.setdefault(thing, rng.normal(0, spread))
        place = float(np.clip(feeling - 0.1 + about[thing] + rng.normal(0, 0.13), 0, 1))
        place = 1 - place if turned else place
        if is_careless:
            place = line if is_line else float(rng.random())
        return round(low + place * (high - low))

    pace = 1.2 * np.exp(0.35 * rng.normal()) if is_careless else 6 * np.exp(0.5 * rng.normal())
    items = (2, 1, 10, 10) if is_long else (3,)
    seconds = [float(pace * count * np.exp(0.3 * rng.normal())) for count in items]
    name = sheet(
        made,
        {
            "recommend": score(0, 10, "all"),
            "satisfaction": score(1, 5, "all"),
            "effort": score(1, 7, "all"),
        },
        seconds,
    )
    if not is_long:
        return
    more = [("grid", row, score(1, 5, row)) for row in GRID]
    more += [
        (f"scale{n}{half}", "", score(1, 5, f"c{n}", turned=bool(half)))
        for n in range(5)
        for half in (0, 1)
    ]
    made.items.extend(
        {"response": name, "question": key, "part": part, "state": "answered", "score": given}
        for key, part, given in more
    )
