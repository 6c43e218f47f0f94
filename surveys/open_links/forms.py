"""The forms of open links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from core.languages import FALLBACK_LANGUAGE
from customers.models import Node, ProductLine
from surveys.models import Promise, Survey
from surveys.open_links.pages import name_of_survey
from surveys.open_links.queries import LinkFilter
from surveys.open_links.services import LONGEST_LABEL, ForWhom, LinkOrder
from surveys.open_links.states import LinkState
from surveys.wording import PROMISE_WORDS

NOBODY = 0
LONGEST_ID = 18


class DayField(DateField):  # type: ignore[misc] # WTForms has no types
    """A day, or nothing; what cannot be read is said in words."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write the day as 2026-12-31.") from None


def _number(text: Any) -> int:
    return int(text or NOBODY)


class LinkForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    survey_id = SelectField("What it asks", coerce=_number)
    for_whom = RadioField(
        "Links",
        choices=[
            SelectChoice(ForWhom.NOBODY.value, "One link, about no single channel partner"),
            SelectChoice(ForWhom.ONE_PARTNER.value, "One link, about the channel partner below"),
            SelectChoice(ForWhom.EVERY_PARTNER.value, "One link for every channel partner"),
        ],
        default=ForWhom.NOBODY.value,
    )
    partner_id = SelectField("Channel partner", coerce=_number, default=NOBODY)
    product_line_id = SelectField("Product line", coerce=_number, default=NOBODY)
    label = StringField("Label", [Length(max=LONGEST_LABEL)])
    language = SelectField("Language", default=FALLBACK_LANGUAGE)
    promise = SelectField(
        "Promise to those who answer",
        choices=[SelectChoice(promise.value, words) for promise, words in PROMISE_WORDS.items()],
        default=Promise.CONFIDENTIAL.value,
    )
    closes_on = DayField("Last day", [Optional()])
    takes_references = BooleanField("Our own system names the transaction in the address, signed")

    def offer(
        self,
        surveys: Iterable[Survey],
        partners: Iterable[Node],
        product_lines: Iterable[ProductLine],
        languages: Iterable[tuple[str, str]],
    ) -> None:
        """What can be chosen."""
        self.survey_id.choices = [
            SelectChoice(survey.id, name_of_survey(survey)) for survey in surveys
        ]
        self.partner_id.choices = [
            SelectChoice(NOBODY, "none"),
            *(SelectChoice(partner.id, partner.name) for partner in partners),
        ]
        self.product_line_id.choices = [
            SelectChoice(NOBODY, "all"),
            *(SelectChoice(line.id, line.name) for line in product_lines),
        ]
        self.language.choices = [SelectChoice(code, name) for code, name in languages]

    def order(self) -> LinkOrder:
        return LinkOrder(
            survey_id=self.survey_id.data,
            for_whom=ForWhom(self.for_whom.data),
            partner_id=self.partner_id.data or None,
            product_line_id=self.product_line_id.data or None,
            label=self.label.data or "",
            language=self.language.data,
            promise=Promise(self.promise.data),
            takes_references=self.takes_references.data,
            closes_on=self.closes_on.data,
        )


class ClosingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    closes_on = DayField("Last day", [Optional()])

    @property
    def last_day(self) -> date | None:
        day: date | None = self.closes_on.data
        return day


def read_filter(asked: MultiDict[str, str]) -> LinkFilter:
    """Which links an address asks for; what it says wrongly leaves nothing out."""
    survey_ids = whole_numbers([asked.get("survey", "")])
    state = asked.get("state", "")
    return LinkFilter(
        survey_id=survey_ids[0] if survey_ids else None,
        state=LinkState(state) if state in set(LinkState) else None,
        words=asked.get("q", "").replace("\x00", "").strip(),
    )


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those of the texts that can be an id."""
    return [
        int(text)
        for text in texts
        if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
    ]
