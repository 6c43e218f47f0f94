"""New limits of one check, or the way back to the method's own."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from core.clock import Week
from metrics.integrity.reasons import reason_field
from metrics.integrity.settings.numbers import NO_NUMBER, plain_number, read_number
from metrics.integrity.settings.services import Limits, LimitsWanted
from metrics.integrity.signature import tidy

BACK_TO_OWN = "Back to the method’s own limits."


def _is_number(_form: FlaskForm, field: StringField) -> None:
    try:
        read_number(field.data or "")
    except ValueError as error:
        raise ValidationError(NO_NUMBER) from error


def _is_week(_form: FlaskForm, field: StringField) -> None:
    try:
        Week.parse(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from error


class DecisionForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    reason = reason_field()
    applies_from = StringField(
        "From the editions of week", [InputRequired("Name a week."), _is_week], filters=[tidy]
    )

    @property
    def week(self) -> Week:
        return Week.parse(self.applies_from.data)


class LimitsForm(DecisionForm):
    warn = StringField("Warns", [InputRequired(NO_NUMBER), _is_number], filters=[tidy])
    fail = StringField("Fails", [InputRequired(NO_NUMBER), _is_number], filters=[tidy])

    def wanted(self, check_key: str) -> LimitsWanted:
        limits = Limits(read_number(self.warn.data), read_number(self.fail.data))
        return LimitsWanted(check_key, limits, self.reason.data, self.week)


class OwnLimitsForm(DecisionForm):
    def wanted(self, check_key: str) -> LimitsWanted:
        return LimitsWanted(check_key, None, self.reason.data, self.week)


def present_limits(limits: Limits, current: Week) -> LimitsForm:
    return LimitsForm(
        formdata=None,
        warn=plain_number(limits.warn),
        fail=plain_number(limits.fail),
        applies_from=str(current),
    )


def present_own(current: Week) -> OwnLimitsForm:
    return OwnLimitsForm(formdata=None, prefix="own", reason=BACK_TO_OWN, applies_from=str(current))
