"""How many answered each version, asked of the package that knows, which stands above this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

EXTENSION = "twofold_answer_counts"
AnswerCounts = Callable[[Session, Sequence[int]], Mapping[int, int]]


def register_answer_counts(app: Flask, count: AnswerCounts) -> None:
    app.extensions[EXTENSION] = count


def answer_counts(session: Session, version_ids: Sequence[int]) -> Mapping[int, int]:
    count: AnswerCounts = current_app.extensions[EXTENSION]
    return count(session, version_ids)
