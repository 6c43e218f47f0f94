"""One element of a SurveyJS questionnaire, and what all types have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires.formats.foreign import ForeignOption, ForeignQuestion, Labels
from surveys.questionnaires.types import QuestionType

LARGEST_COUNT = 1_000_000


@dataclass(frozen=True)
class SjsElement:
    """An element's JSON, in the language that its plain texts are written in.

    `conditions` are those of the pages and panels around it, and its own.
    """

    raw: Mapping[str, Any]
    language: str
    conditions: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return str(self.raw.get("type", ""))

    @property
    def name(self) -> str:
        return str(self.raw.get("name") or self.raw.get("title") or "question")[:200]

    def labels(self, *names: str) -> Labels:
        """The first of these texts that is there, by language."""
        return next(filter(None, (labels_of(self.raw.get(n), self.language) for n in names)), {})

    def options(self, *names: str) -> tuple[ForeignOption, ...]:
        """A list of choices, rows or columns: plain values, or {"value": …, "text": …}."""
        lists = (self.raw[name] for name in names if isinstance(self.raw.get(name), list))
        return tuple(option_of(each, self.language) for each in next(lists, ()))

    def count(self, name: str) -> int | None:
        value = self.raw.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if 0 < value <= LARGEST_COUNT else None

    def is_on(self, *names: str) -> bool:
        return any(self.raw.get(name) is True for name in names)


def labels_of(raw: Any, language: str) -> Labels:
    """A localizable text: plain, or by language with "default"."""
    if isinstance(raw, Mapping):
        return {
            (language if each == "default" else str(each)): str(text)
            for each, text in raw.items()
            if isinstance(text, str | int | float) and str(text).strip()
        }
    if isinstance(raw, str | int | float) and str(raw).strip():
        return {language: str(raw)}
    return {}


def option_of(raw: Any, language: str) -> ForeignOption:
    if not isinstance(raw, Mapping):
        return ForeignOption(code_of(raw), {language: str(raw)})
    value = raw.get("value", raw.get("name", ""))
    label = labels_of(raw.get("text", raw.get("title")), language)
    return ForeignOption(code_of(value), label or {language: str(value)})


def code_of(raw: Any) -> str:
    """A value as it stands in expressions."""
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def ask(element: SjsElement, kind: QuestionType, **settings: Any) -> ForeignQuestion:
    """One question with what all types have in common."""
    notes = list(settings.pop("notes", ()))
    title = element.labels("title") or {element.language: element.name}
    return ForeignQuestion(
        name=settings.pop("name", element.name),
        type=kind,
        texts=settings.pop("texts", {"text": title, "hint": element.labels("description")}),
        is_required=settings.pop("is_required", element.is_on("isRequired")),
        conditions=element.conditions,
        notes=[*notes, *_about_settings(element)],
        **settings,
    )


def follow_up(
    element: SjsElement, suffix: str, label: Labels, *, conditions: Sequence[str]
) -> ForeignQuestion:
    """A text that stood inside another question, asked after it."""
    return ForeignQuestion(
        name=f"{element.name}_{suffix}",
        type=QuestionType.SHORT_TEXT if suffix == "other" else QuestionType.TEXT,
        texts={"text": label},
        names=(f"{element.name}-Comment",),
        conditions=conditions,
        notes=[f"Asked on its own: it belonged to {element.name}"],
    )


def _about_settings(element: SjsElement) -> list[str]:
    notes = [words for name, words in ABOUT_SETTINGS.items() if element.raw.get(name)]
    unread = sorted(set(map(str, element.raw)) - READ - SILENT - set(ABOUT_SETTINGS))
    if unread:
        notes.append(f"These settings were left out: {', '.join(unread)[:200]}")
    if element.raw.get("choicesOrder") not in (None, "none"):
        notes.append("Its choices were not in their own order; here they stand fast")
    choices = element.raw.get("choices")
    if any(isinstance(each, Mapping) and CONDITIONAL & set(each) for each in _listed(choices)):
        notes.append("Some choices depended on a condition: here all are offered")
    return notes


def _listed(raw: Any) -> Sequence[Any]:
    return raw if isinstance(raw, list) else ()


CONDITIONAL = frozenset({"visibleIf", "enableIf"})
ABOUT_SETTINGS: Mapping[str, str] = {
    "requiredIf": "It was required on a condition; here it may be left out",
    "enableIf": "It was locked on a condition; here it is always open",
    "readOnly": "It was locked; here it is open",
    "defaultValue": "Answers are not filled in beforehand: they would be taken for given",
    "defaultValueExpression": "Answers are not filled in beforehand",
    "setValueExpression": "Its computed value was left out",
    "validators": "Its validators were left out: set limits in the workshop",
    "choicesByUrl": "Its choices come from an address: write them in the workshop",
    "choicesFromQuestion": "Its choices come from another question: write them in the workshop",
    "choicesVisibleIf": "Its choices depend on a condition: here all are offered",
    "choicesEnableIf": "Its choices depend on a condition: here all are offered",
    "rowsVisibleIf": "Its rows depend on a condition: here all are shown",
    "hasSelectAll": "“Select all” was left out",
    "showSelectAllItem": "“Select all” was left out",
    "correctAnswer": "A correct answer is for quizzes and was left out",
    "maxTimeLimit": "Its time limit was left out",
}
# What is read, by this module or by a type.
READ = frozenset(
    {"type", "name", "title", "description", "isRequired", "visibleIf", "visible", "elements",
     "questions", "choices", "rows", "columns", "items", "rateMin", "rateMax", "rateStep",
     "rateCount", "rateValues", "minRateDescription", "maxRateDescription", "labelTrue",
     "labelFalse", "valueTrue", "valueFalse", "inputType", "min", "max", "step", "maxLength",
     "hasOther", "showOtherItem", "otherText", "hasNone", "showNoneItem", "noneText",
     "hasComment", "showCommentArea", "commentText", "maxSelectedChoices", "minSelectedChoices",
     "isAllRowRequired", "eachRowRequired", "eachRowUnique", "html", "choicesOrder", "multiSelect"}
)  # fmt: skip
# How it looks there; nothing that is asked or stored.
SILENT = frozenset(
    {"allowClear", "allowResize", "alternateRows", "autoGrow", "autocomplete", "cellHeight",
     "clearIfInvisible", "closeOnSelect", "colCount", "cols", "commentPlaceHolder",
     "commentPlaceholder", "contentMode", "customCode", "descriptionLocation", "displayMode",
     "displayRateDescriptionsAsExtremeItems", "errorLocation", "hideNumber", "id", "imageFit",
     "imageHeight", "imageWidth", "indent", "locale", "maxErrorText", "maxWidth", "minErrorText",
     "minWidth", "otherErrorText", "otherPlaceholder", "page", "placeHolder", "placeholder",
     "rateColorMode", "rateType", "renderAs", "requiredErrorText", "rowCount", "rows_count",
     "scaleColorMode", "searchEnabled", "separateSpecialChoices", "showClearButton", "showLabel",
     "showNumber", "size", "startWithNewLine", "state", "swapOrder", "textUpdateMode",
     "titleLocation", "useDisplayValuesInTitle", "valueName", "verticalAlign", "width"}
)  # fmt: skip
