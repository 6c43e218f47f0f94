"""A target in the unit of its metric, with its owner and the week from which it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from access.models import User
from core.clock import Week
from customers.names.queries import Names
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.wording import AUDIENCE_NAMES, METRICS, metric_title
from metrics.integrity.settings.numbers import plain_number, read_number
from metrics.integrity.signature import tidy
from metrics.models import Metric
from metrics.places import NETWORK, Place, grouped_places
from metrics.targets.models import Target
from metrics.targets.services import TargetWanted

LONGEST_OBJECTIVE = 120
NOBODY = ""


def _is_week(_form: FlaskForm, field: StringField) -> None:
    try:
        if field.data:
            Week.parse(field.data)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class TargetForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    metric = SelectField(
        "Metric", choices=[SelectChoice(key.value, metric_title(key)) for key in Metric]
    )
    audience = SelectField(
        "Customer", choices=[SelectChoice(key.value, AUDIENCE_NAMES[key]) for key in AUDIENCES]
    )
    place = SelectField("Place")
    value = StringField("Target", filters=[tidy])
    owner = SelectField("Owner")
    objective = StringField("Objective", [Length(max=LONGEST_OBJECTIVE)], filters=[tidy])
    applies_from = StringField("From week", [_is_week], filters=[tidy])
    ends = BooleanField("No target from that week on")

    def validate_value(self, field: StringField) -> None:
        """In the page's unit, within the metric's own scale."""
        if self.ends.data or self.metric.data not in METRICS:
            return
        words = METRICS[self.metric.data]
        said = f"Write a number from {plain(words.low)} to {plain(words.high)} ({words.unit})."
        try:
            value = read_number(field.data or "")
        except ValueError as error:
            raise ValidationError(said) from error
        if not words.low <= value <= words.high:
            raise ValidationError(said)

    def validate_owner(self, field: SelectField) -> None:
        if not field.data and not self.ends.data:
            raise ValidationError("Choose who owns it.")

    def wanted(self, users: Sequence[User]) -> TargetWanted:
        """Valid only after `validate`."""
        place = Place.parse(self.place.data)
        factor = METRICS[self.metric.data].factor
        return TargetWanted(
            audience=self.audience.data,
            metric=self.metric.data,
            level=place.level,
            node_key=place.key,
            value=None if self.ends.data else round(read_number(self.value.data) / factor, 6),
            owner=next((user for user in users if str(user.id) == self.owner.data), None),
            objective=self.objective.data,
            applies_from=Week.parse(self.applies_from.data) if self.applies_from.data else None,
        )


def plain(value: float) -> str:
    return plain_number(value) if value >= 0 else f"\N{MINUS SIGN}{plain_number(-value)}"


def target_form(names: Names, users: Sequence[User]) -> TargetForm:
    """The form as it was sent."""
    return _with_choices(TargetForm(), names, users)


def present_target(
    names: Names, users: Sequence[User], given: Mapping[str, str], now: Target | None, week: Week
) -> TargetForm:
    """The figure of an address, with the target it has."""
    form = TargetForm(
        formdata=None,
        metric=given.get("metric", Metric.NPS.value),
        audience=given.get("audience", AUDIENCES[0].value),
        place=given.get("place", str(NETWORK)),
        value=plain_number(now.value * METRICS[now.metric].factor) if now else "",
        owner=str(now.owner_id or NOBODY) if now else NOBODY,
        objective=(now.objective or "") if now else "",
        applies_from=str(week) if now else "",
    )
    return _with_choices(form, names, users)


def _with_choices(form: TargetForm, names: Names, users: Sequence[User]) -> TargetForm:
    form.place.choices = grouped_places(names)
    form.owner.choices = [
        SelectChoice(NOBODY, "–"),
        *(SelectChoice(str(user.id), user.name) for user in users),
    ]
    return form
