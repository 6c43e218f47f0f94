"""Questionnaires for the tests, written short."""

from __future__ import annotations

from customers.models import Audience
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import QuestionShape

STEPS = ("Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied")


def content(
    *shapes: QuestionShape, key: str = "end_user.delivery", **texts: dict[str, str]
) -> QuestionnaireContent:
    return QuestionnaireContent(key, Audience.END_USER, shapes, texts)


def satisfaction_steps(key: str) -> dict[str, str]:
    return {f"{key}.option.{step}": label for step, label in enumerate(STEPS, start=1)}
