"""Weeks in which scales were answered: R's invented respondents, and answers drawn at random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from metrics.warehouse.questionnaires import QuestionnaireFacts
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.asked_weeks import asked, question
from tests.stats.reference import column

TRUST = ("t1", "t2", "t3", "t4")
EASE = ("e1", "e2", "e3")
Scores = NDArray[np.int64]


def scale_sheet(
    name: str = "end_user.delivery.1", *, feeding: Mapping[str, str] | None = None
) -> QuestionnaireFacts:
    """Trust by four items of five steps, ease by three of seven; `feeding` says which a metric."""
    fed = feeding or {}
    trust = [question(key, construct="trust", metric=fed.get(key, "")) for key in TRUST]
    ease = [question(key, construct="ease", highest=7, metric=fed.get(key, "")) for key in EASE]
    return asked(name, *trust, *ease)


def reference_answers() -> list[dict[str, int]]:
    """The 900 respondents of tests/reference/constructs.R; 36 of them left everything blank."""
    values = {key: column("constructs_answers.csv", key).astype(int) for key in (*TRUST, *EASE)}
    missed = column("constructs_answers.csv", "missed") == 1.0
    return [
        {} if missed[row] else {key: int(scores[row]) for key, scores in values.items()}
        for row in range(len(missed))
    ]


def answer_all(
    made: MadeWeek,
    answers: Sequence[Mapping[str, int]],
    partner: str = "north1",
    audience: str = "end_user",
) -> None:
    """One used response each; who scored nothing says so in a comment."""
    for given in answers:
        number = made.transaction(partner=partner, audience=audience)
        made.answer(number, audience, given, questionnaire=f"{audience}.delivery.1")


def drawn(
    seed: int,
    size: int,
    keys: Sequence[str] = TRUST,
    shifts: Mapping[str, float] | None = None,
) -> list[dict[str, int]]:
    """Answers on five steps that share one opinion; `shifts` move single items alone."""
    rng = np.random.default_rng(seed)
    opinion = rng.normal(size=size)[:, None]
    noise = rng.normal(scale=0.7, size=(size, len(keys)))
    moved = np.array([(shifts or {}).get(key, 0.0) for key in keys])
    scores = np.clip(np.round(3 + opinion + noise + moved), 1, 5).astype(int)
    return [dict(zip(keys, row, strict=True)) for row in scores.tolist()]


def unrelated(seed: int, size: int, keys: Sequence[str] = TRUST) -> list[dict[str, int]]:
    """Answers that share nothing."""
    scores = np.random.default_rng(seed).integers(1, 6, (size, len(keys)))
    return [dict(zip(keys, row, strict=True)) for row in scores.tolist()]
