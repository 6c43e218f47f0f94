"""The sampling plan as a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from surveys.models import PlanMethod, Survey

SMALLEST_PERCENT = 1
MISSING_SHARE = "Give a share from 1 to 100 per cent."


class PlanForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    is_active = BooleanField("Ask at this touchpoint")
    method = RadioField(
        "Whom to draw",
        choices=[
            SelectChoice(PlanMethod.ALL.value, "Everybody eligible"),
            SelectChoice(PlanMethod.SIMPLE_RANDOM.value, "A random share of those eligible"),
        ],
    )
    percent = DecimalField(
        "Share in per cent",
        [
            Optional(),
            NumberRange(SMALLEST_PERCENT, 100, MISSING_SHARE),
        ],
        places=None,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        needs_share = self.method.data == PlanMethod.SIMPLE_RANDOM
        # A field of its own cannot say this: left empty, it is done before its validators run.
        if needs_share and self.percent.data is None and not self.percent.errors:
            self.percent.errors = [MISSING_SHARE]
            return False
        return is_valid

    @property
    def share(self) -> float:
        return float(self.percent.data) / 100 if self.percent.data else 1.0


def present_plan(survey: Survey) -> PlanForm:
    return PlanForm(
        formdata=None,
        is_active=survey.is_active,
        method=survey.method,
        percent=Decimal(f"{100 * survey.share:.6g}"),
    )
