"""The field in which a person says why."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from metrics.integrity.signature import tidy, what_is_wrong_with_reason


def _is_a_reason(_form: FlaskForm, field: StringField) -> None:
    wrong = what_is_wrong_with_reason(field.data or "")
    if wrong:
        raise ValidationError(wrong)


def reason_field() -> StringField:
    return StringField("Reason", [InputRequired("Say why."), _is_a_reason], filters=[tidy])
