"""What a person asks for, and what they write down about a signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from customers.names.queries import Names
from metrics.integrity.overview.work.forms import DayField
from metrics.integrity.signature import LONGEST_REASON, tidy
from metrics.models import LISTS, Level
from metrics.signals.models import Signal, SignalState
from metrics.signals.owners import Owner, is_gone, owner_of
from metrics.signals.queries import PlaceKey, Wanted, Whereabouts
from metrics.signals.services import Plan
from metrics.signals.wording import KINDS, NOBODY_YET, STATES, owner_text

ANY, ALL, MINE, NOBODYS = "", "all", "mine", "nobody"
AS_IT_IS = "as_it_is"
LONGEST_NUMBER = 18
LONGEST_WORDS = 120
CLOSINGS = {
    SignalState.DONE: "Done: it was acted on",
    SignalState.NOT_ACTED_ON: "Not acted on, for a reason",
}


class PlanForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    owner = SelectField("Who sees to it")
    due_on = DayField("By when", [InputRequired("Write the day as 2026-11-30.")])
    note = TextAreaField("Note", [Length(max=LONGEST_REASON)], filters=[tidy])

    @property
    def plan(self) -> Plan:
        given = self.owner.data
        return Plan(
            owner_id=int(given) if given.isdigit() else None,
            due_on=self.due_on.data,
            note=self.note.data,
            is_nobodys=given == NOBODYS,
        )


class CloseForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    state = RadioField(
        "What became of it",
        choices=[SelectChoice(key.value, text) for key, text in CLOSINGS.items()],
    )
    said = TextAreaField("What was done, or why not", [Length(max=LONGEST_REASON)], filters=[tidy])


class ReopenForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    again = TextAreaField("Why again", [Length(max=LONGEST_REASON)], filters=[tidy])


def plan_form(signal: Signal, people: Sequence[Owner], *, is_sent: bool = False) -> PlanForm:
    """The present owner and day to begin with; `people` are those whom the asker may choose."""
    now = owner_of(signal)
    known = now.user_id is not None or now.is_nobody
    begin = {"owner": (_value(now) if known else AS_IT_IS), "due_on": signal.due_on}
    form = PlanForm(data=begin) if is_sent else PlanForm(formdata=None, data=begin)
    form.owner.choices = [SelectChoice(value, text) for value, text in _owners(signal, people)]
    return form


def _value(owner: Owner) -> str:
    return NOBODYS if owner.user_id is None else str(owner.user_id)


def _owners(signal: Signal, people: Sequence[Owner]) -> Iterator[tuple[str, str]]:
    now = owner_of(signal)
    yield NOBODYS, NOBODY_YET
    if now.user_id is None and not now.is_nobody:
        yield AS_IT_IS, f"{now.name} (does not sign in)"
    if is_gone(signal):
        yield str(now.user_id), owner_text(signal)
    yield from ((str(person.user_id), person.name) for person in people)


@dataclass(frozen=True)
class SignalFilter:
    """Which signals the list shows; a word that means nothing filters nothing."""

    state: str = SignalState.OPEN.value
    kind: str = ANY
    owner: str = ANY
    place: str = ""
    page: int = 1

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> SignalFilter:
        state, kind = arguments.get("state", ""), arguments.get("kind", "")
        return cls(
            state=state if state in (*STATES, ALL) else SignalState.OPEN.value,
            kind=kind if kind in KINDS else ANY,
            owner=_owner(arguments.get("owner", "")),
            place=tidy(arguments.get("place"))[:LONGEST_WORDS],
            page=max(1, int(_digits(arguments.get("page", "")) or 1)),
        )

    def wanted(self, names: Names, user_id: int | None) -> Wanted:
        return Wanted(
            state=None if self.state == ALL else self.state,
            kind=self.kind or None,
            owner_id=self._owner_id(user_id),
            is_nobodys=self.owner == NOBODYS,
            where=places_named(names, self.place) if self.place else None,
        )

    def _owner_id(self, user_id: int | None) -> int | None:
        if self.owner == MINE:
            return user_id
        return int(self.owner) if self.owner.isdigit() else None

    def arguments(self, page: int = 1) -> dict[str, str]:
        """As they stand in an address; nothing where nothing is chosen."""
        given = {
            "state": "" if self.state == SignalState.OPEN else self.state,
            "kind": self.kind,
            "owner": self.owner,
            "place": self.place,
            "page": str(page) if page > 1 else "",
        }
        return {name: value for name, value in given.items() if value}


def _owner(text: str) -> str:
    return text if text in (MINE, NOBODYS) else _digits(text)


def _digits(text: str) -> str:
    """The number a text is, as text; nothing for what no database would count to."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return text if is_number else ""


def places_named(names: Names, words: str) -> Whereabouts:
    """Places, lists and touchpoints with these words in their name, and all below them."""
    sought = words.casefold()
    found: dict[PlaceKey, None] = {}
    if sought == Level.NETWORK:
        found[Level.NETWORK, ""] = None
    for (kind, key), place in names.places.items():
        if sought in place.name.casefold():
            found.update(dict.fromkeys(places_below(names, kind, key)))
    for level in LISTS:
        listed = [key for key, name in names.listed(level).items() if sought in name.casefold()]
        found.update({(level.value, key): None for key in listed})
    touchpoints = [key for key, name in names.touchpoints.items() if sought in name.casefold()]
    return Whereabouts(tuple(found), tuple(touchpoints))


def places_below(names: Names, kind: str, key: str) -> list[PlaceKey]:
    """A place, and every place within it."""
    inside = (Level.REGION, Level.PARTNER) if kind in (Level.COUNTRY, Level.REGION) else ()
    below = [
        (level.value, place.key) for level in inside for place in names.within(level, (kind, key))
    ]
    return [(kind, key), *below]


KIND_CHOICES = {ANY: "All kinds"} | {kind.value: text for kind, text in KINDS.items()}
STATE_CHOICES = {state.value: text for state, text in STATES.items()} | {ALL: "All"}
