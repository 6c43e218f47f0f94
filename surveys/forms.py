"""The sampling plan as a form."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, RadioField
from wtforms.validators import NumberRange, Optional

from surveys.models import PlanMethod, Survey

SMALLEST_PERCENT = 1


class PlanForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    is_active = BooleanField("Ask at this touchpoint")
    method = RadioField(
        "Whom to draw",
        choices=[
            (PlanMethod.ALL.value, "Everybody eligible"),
            (PlanMethod.SIMPLE_RANDOM.value, "A random share of those eligible"),
        ],
    )
    percent = DecimalField(
        "Share in per cent",
        [
            Optional(),
            NumberRange(SMALLEST_PERCENT, 100, "Give a share from 1 to 100 per cent."),
        ],
    )

    def validate_percent(self, field: Any) -> None:
        if self.method.data == PlanMethod.SIMPLE_RANDOM and field.data is None:
            field.errors = [*field.errors, "Give a share from 1 to 100 per cent."]

    @property
    def share(self) -> float:
        return float(self.percent.data) / 100 if self.percent.data else 1.0


def present_plan(survey: Survey) -> PlanForm:
    return PlanForm(
        formdata=None,
        is_active=survey.is_active,
        method=survey.method,
        percent=round(100 * survey.share, 2),
    )
