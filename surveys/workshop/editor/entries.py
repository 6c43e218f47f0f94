"""A question as it stands in its form, exactly as typed, and the question it makes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from surveys.errors import ConditionError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import Direction, QuestionShape
from surveys.questionnaires.types import (
    NOT_APPLICABLE,
    QuestionType,
    Setting,
)
from surveys.workshop.changes import free_name, texts_of
from surveys.workshop.editor.conditions import (
    ConditionEntry,
    Joining,
    SkipsEntry,
    TestRow,
    build_condition,
    build_skips,
    present_condition,
    present_skips,
)

TEXT_PARTS = ("text", "hint", "low", "high")
COUNTS = (Setting.FEWEST, Setting.MOST, Setting.DECIMALS, Setting.MAX_LENGTH)
LIMITS = (Setting.LOWEST, Setting.HIGHEST)
LABELLED = ("option", "row")
LARGEST_COUNT = 10**6


@dataclass(frozen=True)
class LabelRow:
    """An option or a row of a grid: its name in files, and its label in one language."""

    value: str
    label: str
    is_exclusive: bool = False


@dataclass(frozen=True)
class QuestionEntry:
    """What the form holds. Everything is text, since anything may have been typed."""

    texts: Mapping[str, str]
    options: tuple[LabelRow, ...] = ()
    rows: tuple[LabelRow, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False
    offers_not_applicable: bool = False
    not_applicable: str = ""
    feeds_metric: bool = False
    scale: str = ""
    construct: str = ""
    objectives: tuple[str, ...] = ()
    direction: str = ""
    condition: ConditionEntry = field(default_factory=ConditionEntry)
    skips: SkipsEntry = field(default_factory=SkipsEntry)


@dataclass(frozen=True)
class Built:
    """What an entry makes: the question and its texts, or what must be corrected, by field."""

    shape: QuestionShape
    texts: Mapping[str, str]
    problems: Mapping[str, str]


def fingerprint(content: QuestionnaireContent, key: str, language: str) -> str:
    """The same while nobody has changed this question or its texts in this language."""
    shape = next((shape for shape in content.questions if shape.key == key), None)
    seen = [shape.stored() if shape else None, texts_of(content, key, language)]
    return _hash(seen)


def frame_fingerprint(content: QuestionnaireContent, language: str) -> str:
    """The same while nobody has changed title, introduction and flow."""
    own = content.texts.get(language, {})
    return _hash([own.get("title"), own.get("intro"), content.flow.value])


def present(content: QuestionnaireContent, shape: QuestionShape, language: str) -> QuestionEntry:
    """The form of a question as it is."""
    own = texts_of(content, shape.key, language)
    key = shape.key

    def labels(kind: str, values: tuple[str, ...]) -> tuple[LabelRow, ...]:
        return tuple(
            LabelRow(value, own.get(f"{key}.{kind}.{value}", ""), value in shape.exclusive)
            for value in values
        )

    return QuestionEntry(
        texts={part: own.get(f"{key}.{part}", "") for part in TEXT_PARTS},
        options=labels("option", shape.option_values),
        rows=labels("row", shape.rows),
        limits={name: _limit_of(shape, name) for name in (*COUNTS, *LIMITS)},
        is_required=shape.is_required,
        offers_not_applicable=shape.offers_not_applicable,
        not_applicable=own.get(f"{key}.option.{NOT_APPLICABLE}", ""),
        feeds_metric=shape.metric is not None,
        scale=shape.scale.value if shape.scale else "",
        construct=shape.construct,
        objectives=shape.objectives,
        direction=shape.direction.value if shape.direction else "",
        condition=present_condition(shape.show_if),
        skips=present_skips(shape.skips),
    )


def read_entry(form: MultiDict[str, str]) -> QuestionEntry:
    """The form as it was sent, whatever is in it."""
    joining = form.get("joining", Joining.ALWAYS.value)
    return QuestionEntry(
        texts={part: _flat(form.get(part, "")) for part in TEXT_PARTS},
        options=tuple(_label_rows(form, "option")),
        rows=tuple(_label_rows(form, "row")),
        limits={name.value: form.get(name.value, "").strip() for name in (*COUNTS, *LIMITS)},
        is_required="required" in form,
        offers_not_applicable="not_applicable" in form,
        not_applicable=_flat(form.get("not_applicable_label", "")),
        feeds_metric="metric" in form,
        scale=form.get("scale", ""),
        construct=form.get("construct", "").strip(),
        objectives=tuple(dict.fromkeys(form.getlist("objectives"))),
        direction=form.get("direction", ""),
        condition=ConditionEntry(
            Joining(joining) if joining in set(Joining) else Joining.ALWAYS,
            tuple(_test_rows(form, "if")),
            form.get("written", ""),
        ),
        skips=SkipsEntry(tuple(_test_rows(form, "skip")), form.get("written_skips", "")),
    )


def build(entry: QuestionEntry, shape: QuestionShape) -> Built:
    """The question that the form makes of the one before; settings the type lacks stay away."""
    problems: dict[str, str] = {}
    takes = shape.facts.settings
    counts = {name: _count(entry.limits.get(name, ""), name, problems) for name in COUNTS}
    options = tuple(row.value for row in entry.options)
    changed = replace(
        shape,
        is_required=entry.is_required and Setting.REQUIRED in takes,
        offers_not_applicable=entry.offers_not_applicable and Setting.NOT_APPLICABLE in takes,
        metric=shape.facts.metric if entry.feeds_metric and Setting.METRIC in takes else None,
        options=options if Setting.OPTIONS in takes else (),
        exclusive=tuple(row.value for row in entry.options if row.is_exclusive)
        if Setting.EXCLUSIVE in takes
        else (),
        rows=tuple(row.value for row in entry.rows) if Setting.ROWS in takes else (),
        scale=QuestionType(entry.scale) if entry.scale in set(QuestionType) else None,
        fewest=counts[Setting.FEWEST],
        most=counts[Setting.MOST],
        decimals=counts[Setting.DECIMALS] or 0,
        max_length=counts[Setting.MAX_LENGTH],
        lowest=entry.limits.get(Setting.LOWEST) or None,
        highest=entry.limits.get(Setting.HIGHEST) or None,
        construct=entry.construct,
        objectives=entry.objectives,
        direction=Direction(entry.direction) if entry.direction in set(Direction) else None,
    )
    changed = _with_conditions(changed, entry, problems)
    return Built(changed, dict(_texts(changed, entry)), problems)


def _with_conditions(
    shape: QuestionShape, entry: QuestionEntry, problems: dict[str, str]
) -> QuestionShape:
    condition = entry.condition
    # Rows that are filled in where nothing was asked before are meant, whatever stands above them.
    if shape.show_if is None and condition.joining is Joining.ALWAYS:
        condition = replace(condition, joining=Joining.ALL)
    try:
        shape = replace(shape, show_if=build_condition(condition))
    except ConditionError as error:
        problems["condition"] = str(error)
    try:
        shape = replace(shape, skips=build_skips(entry.skips))
    except ConditionError as error:
        problems["skips"] = str(error)
    return shape


def _texts(shape: QuestionShape, entry: QuestionEntry) -> Iterator[tuple[str, str]]:
    key = shape.key
    for part, text in entry.texts.items():
        yield f"{key}.{part}", text
    for row in entry.options:
        yield f"{key}.option.{row.value}", row.label
    for row in entry.rows:
        yield f"{key}.row.{row.value}", row.label
    yield f"{key}.option.{NOT_APPLICABLE}", entry.not_applicable


def _limit_of(shape: QuestionShape, name: Setting) -> str:
    value = getattr(shape, name.value)
    return "" if value is None else str(value)


def _count(text: str, name: Setting, problems: dict[str, str]) -> int | None:
    if not text:
        return None
    # Not isdigit: it takes digits of which int() makes nothing.
    if not text.isdecimal() or len(text) > 7 or int(text) > LARGEST_COUNT:
        problems[name.value] = "Write a whole number, or leave it empty."
        return None
    return int(text)


def _label_rows(form: MultiDict[str, str], kind: str) -> Iterator[LabelRow]:
    """The rows in order; a new row counts once it has a label."""
    exclusive, new = set(form.getlist("exclusive")), set(form.getlist(f"new_{kind}"))
    taken: list[str] = []
    for place, (value, label) in enumerate(
        zip(form.getlist(f"{kind}_value"), form.getlist(f"{kind}_label"), strict=False)
    ):
        is_new = str(place) in new
        if is_new and not label.strip():
            continue
        name = free_name(value.strip() or f"{kind}_{place + 1}", taken) if is_new else value
        taken.append(name)
        yield LabelRow(name, _flat(label), value in exclusive)


def _test_rows(form: MultiDict[str, str], kind: str) -> Iterator[TestRow]:
    columns = [form.getlist(f"{kind}_{name}") for name in ("subject", "operator", "value")]
    targets = form.getlist(f"{kind}_target") or [""] * len(columns[0])
    for subject, operator, value, target in zip(*columns, targets, strict=False):
        yield TestRow(subject, operator, value, target)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _hash(seen: object) -> str:
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# ── what the small buttons of the form do ──


def _removed(rows: tuple[LabelRow, ...], place: int) -> tuple[LabelRow, ...]:
    return rows[:place] + rows[place + 1 :]


def _moved(rows: tuple[LabelRow, ...], place: int, steps: int) -> tuple[LabelRow, ...]:
    others = list(_removed(rows, place))
    others.insert(max(place + steps, 0), rows[place])
    return tuple(others)


ROW_DEEDS: Mapping[str, Callable[[tuple[LabelRow, ...], int], tuple[LabelRow, ...]]] = {
    "remove": _removed,
    "up": lambda rows, place: _moved(rows, place, -1),
    "down": lambda rows, place: _moved(rows, place, 1),
}


def after_deed(entry: QuestionEntry, deed: str) -> QuestionEntry:
    """The form after the button that was pressed: "up option 2"; any other leaves it as it is."""
    verb, kind, place = (*deed.split(" "), "", "")[:3]
    if verb not in ROW_DEEDS or kind not in LABELLED or not 0 < len(place) < 4:
        return entry
    rows = entry.options if kind == "option" else entry.rows
    if not place.isdecimal() or int(place) >= len(rows):
        return entry
    changed = ROW_DEEDS[verb](rows, int(place))
    return replace(entry, options=changed) if kind == "option" else replace(entry, rows=changed)
