"""SurveyJS's question types, each with what it becomes here: one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from surveys.questionnaires.formats.foreign import ForeignOption, ForeignQuestion, Labels
from surveys.questionnaires.formats.imported import Outcome, ReportLine
from surveys.questionnaires.formats.scales import SCALE_OF_STEPS, rate_rows
from surveys.questionnaires.formats.surveyjs.element import SjsElement, ask, code_of, follow_up
from surveys.questionnaires.types import QuestionType

Part = ForeignQuestion | ReportLine
MOST_STEPS = 100
LONGEST = {QuestionType.SHORT_TEXT: 500, QuestionType.TEXT: 20_000}


def read_element(element: SjsElement) -> Sequence[Part]:
    """What becomes of one element: usually a question, sometimes several, or a line why not."""
    if element.kind not in TYPES:
        words = NOT_ASKED.get(element.kind, f"The type {element.kind[:40]!r} is not known here")
        return (ReportLine(element.name, "", Outcome.LEFT_OUT, (words,)),)
    asked = TYPES[element.kind](element)
    if not element.is_on("hasComment", "showCommentArea") or not asked:
        return asked
    label = element.labels("commentText") or {element.language: "Comment"}
    return (*asked, follow_up(element, "comment", label, conditions=element.conditions))


def _choice(element: SjsElement) -> Sequence[Part]:
    return _with_specials(element, QuestionType.CHOICE)


def _multiple(element: SjsElement) -> Sequence[Part]:
    return _with_specials(
        element,
        QuestionType.MULTIPLE,
        fewest=element.count("minSelectedChoices"),
        most=element.count("maxSelectedChoices"),
    )


def _pictures(element: SjsElement) -> Sequence[Part]:
    is_several = element.is_on("multiSelect")
    kind = QuestionType.MULTIPLE if is_several else QuestionType.CHOICE
    return _with_specials(element, kind, notes=["Its pictures were left out: describe them"])


def _with_specials(element: SjsElement, kind: QuestionType, **settings: Any) -> Sequence[Part]:
    """A choice with its "none" as an option, and its "other" with a question of its own."""
    notes = list(settings.pop("notes", ()))
    options = list(element.options("choices"))
    if element.is_on("hasNone", "showNoneItem"):
        options.append(ForeignOption("none", element.labels("noneText") or {"en": "None"}))
        settings["exclusive"] = ["none"] if kind is QuestionType.MULTIPLE else []
    other = element.labels("otherText") or {"en": "Other"}
    has_other = element.is_on("hasOther", "showOtherItem")
    if has_other:
        options.append(ForeignOption("other", other))
        notes.append("“Other” is an option, with a text question of its own after it")
    asked = ask(element, kind, options=options, notes=notes, **settings)
    if not has_other:
        return (asked,)
    shown = f"{{{element.name}}} contains 'other'"
    return (asked, follow_up(element, "other", other, conditions=(shown,)))


def _rating(element: SjsElement) -> Sequence[Part]:
    steps = element.options("rateValues") or _plain_steps(element)
    low, high = element.labels("minRateDescription"), element.labels("maxRateDescription")
    codes = [step.code for step in steps]
    if codes == [str(score) for score in range(11)]:
        texts = _texts(element) | {"low": low, "high": high}
        notes = ["Say in the workshop whether it feeds the recommendation metric"]
        notes += [] if low and high else ["Name the two ends of its scale"]
        return (ask(element, QuestionType.RECOMMENDATION, texts=texts, notes=notes),)
    scale = SCALE_OF_STEPS.get(len(steps))
    is_labelled = all(option.label.get(element.language) != option.code for option in steps)
    if scale is not None and is_labelled:
        notes = [f"Its answers count from 1 to {len(steps)}: check that the last is the best"]
        return (ask(element, scale, options=steps, notes=notes),)
    notes = ["Its points had no labels of their own. Give each one, or use a labelled scale"]
    return (ask(element, QuestionType.CHOICE, options=_with_ends(steps, low, high), notes=notes),)


def _plain_steps(element: SjsElement) -> tuple[ForeignOption, ...]:
    lowest, highest = _whole(element, "rateMin", 1), _whole(element, "rateMax", 0)
    step = max(_whole(element, "rateStep", 1), 1)
    count = element.count("rateCount") or 5
    last = highest if "rateMax" in element.raw else lowest + (count - 1) * step
    scores = range(lowest, last + 1, step)[:MOST_STEPS]
    return tuple(ForeignOption(str(n), {element.language: str(n)}) for n in scores)


def _whole(element: SjsElement, name: str, otherwise: int) -> int:
    value = element.raw.get(name, otherwise)
    is_whole = isinstance(value, int) and abs(value) <= 10_000
    return int(value) if is_whole else otherwise


def _with_ends(steps: Sequence[ForeignOption], low: Labels, high: Labels) -> list[ForeignOption]:
    """The words at the ends of a scale as part of its first and last label."""
    named = list(steps)
    for place, end in ((0, low), (-1, high)):
        if named and end:
            code = named[place].code
            named[place] = ForeignOption(code, {k: f"{code} – {text}" for k, text in end.items()})
    return named


def _texts(element: SjsElement) -> dict[str, Labels]:
    title = element.labels("title") or {element.language: element.name}
    return {"text": title, "hint": element.labels("description")}


def _yes_or_no(element: SjsElement) -> Sequence[Part]:
    yes = element.labels("labelTrue") or {"en": "Yes"}
    no = element.labels("labelFalse") or {"en": "No"}
    options = [
        ForeignOption(code_of(element.raw.get("valueTrue", True)), yes),
        ForeignOption(code_of(element.raw.get("valueFalse", False)), no),
    ]
    return (ask(element, QuestionType.YES_NO, options=options),)


def _matrix(element: SjsElement) -> Sequence[Part]:
    is_required = element.is_on("isRequired", "isAllRowRequired", "eachRowRequired")
    base = ask(element, QuestionType.GRID, is_required=is_required)
    return rate_rows(base, element.options("rows"), element.options("columns"))


def _texts_in_one(element: SjsElement) -> Sequence[Part]:
    title = element.labels("title") or {element.language: element.name}
    return [
        ask(
            element,
            QuestionType.SHORT_TEXT,
            name=f"{element.name}_{item.code}",
            names=(f"{element.name}.{item.code}",),
            texts={"text": {k: f"{title.get(k, '')} {text}" for k, text in item.label.items()}},
            notes=[f"Asked on its own: it was a line of {element.name}"],
        )
        for item in element.options("items")
    ]


def _text(element: SjsElement) -> Sequence[Part]:
    kind = str(element.raw.get("inputType", "text"))
    if kind in {"number", "range"}:
        decimals = 0 if isinstance(element.raw.get("step", 1), int) else 2
        limits, notes = _limits(element, NUMBER_FORM)
        return (ask(element, QuestionType.NUMBER, decimals=decimals, notes=notes, **limits),)
    if kind in {"date", "datetime", "datetime-local"}:
        limits, notes = _limits(element, DATE_FORM)
        notes += [] if kind == "date" else ["Only the day is asked, not the time"]
        return (ask(element, QuestionType.DATE, notes=notes, **limits),)
    notes = [] if kind == "text" else [f"It took {kind[:30]} only; here it takes any text"]
    return (_written(element, QuestionType.SHORT_TEXT, notes),)


def _comment(element: SjsElement) -> Sequence[Part]:
    return (_written(element, QuestionType.TEXT, []),)


def _written(element: SjsElement, kind: QuestionType, notes: list[str]) -> ForeignQuestion:
    wanted, most = element.count("maxLength"), LONGEST[kind]
    if wanted is not None and wanted > most:
        notes = [*notes, f"At most {most:,} characters can be written"]
    return ask(element, kind, max_length=min(wanted, most) if wanted else None, notes=notes)


NUMBER_FORM = re.compile(r"-?\d{1,9}(\.\d{1,2})?", re.ASCII)
DATE_FORM = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _limits(element: SjsElement, form: re.Pattern[str]) -> tuple[dict[str, str], list[str]]:
    limits, notes = {}, []
    for setting, name in (("lowest", "min"), ("highest", "max")):
        text = str(element.raw.get(name, "")).strip()
        if form.fullmatch(text):
            limits[setting] = text
        elif text:
            notes.append(f"The limit {text[:40]!r} was left out: set it in the workshop")
    return limits, notes


def _ranking(element: SjsElement) -> Sequence[Part]:
    most = element.count("maxSelectedChoices")
    return (ask(element, QuestionType.RANKING, options=element.options("choices"), most=most),)


def _statement(element: SjsElement) -> Sequence[Part]:
    texts = {"text": element.labels("html", "title")}
    return (ask(element, QuestionType.STATEMENT, texts=texts, is_required=False),)


TYPES: Mapping[str, Callable[[SjsElement], Sequence[Part]]] = {
    "radiogroup": _choice,
    "dropdown": _choice,
    "buttongroup": _choice,
    "checkbox": _multiple,
    "tagbox": _multiple,
    "imagepicker": _pictures,
    "rating": _rating,
    "boolean": _yes_or_no,
    "matrix": _matrix,
    "multipletext": _texts_in_one,
    "text": _text,
    "comment": _comment,
    "ranking": _ranking,
    "html": _statement,
}
NOT_ASKED = {
    "matrixdropdown": "A table with several questions a line: ask them one by one",
    "matrixdynamic": "A table to which lines are added: ask an open text instead",
    "paneldynamic": "A group that repeats: ask it once, or ask an open text instead",
    "file": "Files cannot be sent with an answer: ask for them by mail",
    "signaturepad": "Signatures cannot be given: ask for consent instead",
    "image": "Pictures cannot be shown: describe it in a statement",
    "expression": "A computed value is no question: compute it from the exported answers",
    "slider": "A slider puts answers where it starts: ask a number or a labelled scale",
    "imagemap": "A place in a picture cannot be asked: describe it in a choice",
}
