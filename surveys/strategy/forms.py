"""An objective and a construct as forms."""

from __future__ import annotations

from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms import DecimalField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from surveys.strategy.models import Construct, Objective
from surveys.strategy.services import ConstructContent, ObjectiveContent

LONGEST_NAME = 120
LONGEST_TEXT = 400
LARGEST_WEIGHT = 1_000_000
MISSING_WEIGHT = "Give a number above 0, as 1, 2.5 or 30."


def _tidy(text: str | None) -> str:
    """One line, without what a database cannot store."""
    return " ".join((text or "").replace("\x00", "").split())


class ObjectiveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    name = StringField(
        "Objective", [DataRequired("Give it a name."), Length(max=LONGEST_NAME)], filters=[_tidy]
    )
    weight = DecimalField(
        "Weight",
        [InputRequired(MISSING_WEIGHT), NumberRange(0.001, LARGEST_WEIGHT, MISSING_WEIGHT)],
        places=None,
    )
    owner = StringField("Owner", [Length(max=LONGEST_TEXT)], filters=[_tidy])
    decision = StringField("Decision", [Length(max=LONGEST_TEXT)], filters=[_tidy])
    outcome = StringField("Outcome", [Length(max=LONGEST_TEXT)], filters=[_tidy])

    @property
    def content(self) -> ObjectiveContent:
        return ObjectiveContent(
            name=self.name.data,
            weight=float(self.weight.data),
            owner=self.owner.data,
            decision=self.decision.data,
            outcome=self.outcome.data,
        )


class ConstructForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    name = StringField(
        "Construct", [DataRequired("Give it a name."), Length(max=LONGEST_NAME)], filters=[_tidy]
    )
    meaning = TextAreaField("What it means", [Length(max=LONGEST_TEXT)], filters=[_tidy])

    @property
    def content(self) -> ConstructContent:
        return ConstructContent(self.name.data, self.meaning.data)


def present_objective(objective: Objective) -> ObjectiveForm:
    return ObjectiveForm(
        formdata=None,
        name=objective.name,
        weight=Decimal(f"{objective.weight:.6g}"),
        owner=objective.owner,
        decision=objective.decision,
        outcome=objective.outcome,
    )


def present_construct(construct: Construct) -> ConstructForm:
    return ConstructForm(formdata=None, name=construct.name, meaning=construct.meaning)
