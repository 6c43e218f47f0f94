"""From a document in our own format to content: every value asked for its form, at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from customers.models import Audience
from surveys.errors import ConditionError
from surveys.questionnaires.conditions import Condition, read_condition
from surveys.questionnaires.content import FRAME_TEXTS, QuestionnaireContent
from surveys.questionnaires.formats.limits import require_moderate
from surveys.questionnaires.formats.placed import Placed
from surveys.questionnaires.shapes import Direction, Flow, QuestionShape, Skip
from surveys.questionnaires.types import (
    FACTS,
    NOT_APPLICABLE,
    QuestionMetric,
    QuestionType,
)

FORMAT = "twofold-questionnaire/1"
LANGUAGE_FORM = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
DOCUMENT_MEMBERS = frozenset(
    {"$schema", "format", "key", "audience", "flow", "languages", "title", "intro", "questions"}
)
QUESTION_TEXTS = ("text", "hint", "low", "high")
QUESTION_MEMBERS = frozenset(
    {"key", "type", "required", "metric", "options", "rows", "not_applicable", "exclusive",
     "fewest", "most", "scale", "lowest", "highest", "decimals", "max_length", "construct",
     "objectives", "direction", "show_if", "skips", *QUESTION_TEXTS}
)  # fmt: skip
LABELLED_MEMBERS = frozenset({"value", "label"})
SKIP_MEMBERS = frozenset({"if", "to"})

Members = Mapping[str, Placed]


def read_document(raw: Any) -> QuestionnaireContent:
    """The questionnaire of a document; raises ContentError naming the place and the remedy."""
    document = Placed("", raw)
    members = document.members(DOCUMENT_MEMBERS)
    if "format" not in members or members["format"].raw != FORMAT:
        document.refuse(f'the document must say "format": "{FORMAT}".')
    texts = CollectedTexts()
    for language in _items(members, "languages"):
        texts.open(language)
    for name in FRAME_TEXTS:
        texts.take(name, members.get(name))
    content = QuestionnaireContent(
        key=_needed(document, members, "key").text(),
        audience=_needed(document, members, "audience").one_of(Audience),
        questions=tuple(_question(item, texts) for item in _items(members, "questions")),
        texts=texts.by_language,
        flow=members["flow"].one_of(Flow) if "flow" in members else Flow.ONE_PAGE,
    )
    require_moderate(content)
    return content


class CollectedTexts:
    """The texts found so far, by language and key."""

    def __init__(self) -> None:
        self.by_language: dict[str, dict[str, str]] = {}

    def open(self, language: Placed) -> None:
        self._of(language.text(), language)

    def take(self, key: str, placed: Placed | None) -> None:
        for language, text in (placed.texts() if placed else {}).items():
            self._of(language, text)[key] = text.text()

    def _of(self, language: str, placed: Placed) -> dict[str, str]:
        if not LANGUAGE_FORM.fullmatch(language):
            placed.refuse(f"{language!a:.60} is no language code. Write it as en or pt-br.")
        return self.by_language.setdefault(language, {})


def _question(item: Placed, texts: CollectedTexts) -> QuestionShape:
    members = item.members(QUESTION_MEMBERS)
    key = _needed(item, members, "key").text()
    kind = _needed(item, members, "type").one_of(QuestionType)
    scale = members["scale"].one_of(QuestionType) if "scale" in members else None
    for name in QUESTION_TEXTS:
        texts.take(f"{key}.{name}", members.get(name))
    return QuestionShape(
        key=key,
        type=kind,
        is_required="required" in members and members["required"].flag(),
        metric=members["metric"].one_of(QuestionMetric) if "metric" in members else None,
        options=_options(members, key, kind, scale, texts),
        max_length=_whole(members, "max_length"),
        offers_not_applicable=_offers_not_applicable(members, key, texts),
        exclusive=_values(members, "exclusive"),
        fewest=_whole(members, "fewest"),
        most=_whole(members, "most"),
        rows=tuple(_labelled(row, f"{key}.row", texts) for row in _items(members, "rows")),
        scale=scale,
        lowest=members["lowest"].value() if "lowest" in members else None,
        highest=members["highest"].value() if "highest" in members else None,
        decimals=_whole(members, "decimals", least=0) or 0,
        construct=members["construct"].text() if "construct" in members else "",
        objectives=_values(members, "objectives"),
        direction=members["direction"].one_of(Direction) if "direction" in members else None,
        show_if=_condition(members["show_if"]) if "show_if" in members else None,
        skips=tuple(_skip(skip) for skip in _items(members, "skips")),
    )


def _options(
    members: Members,
    key: str,
    kind: QuestionType,
    scale: QuestionType | None,
    texts: CollectedTexts,
) -> tuple[str, ...]:
    """The options of the question's own. Where type or scale bring theirs, only labels are read."""
    fixed = _fixed_values(kind, scale)
    found = []
    for item in _items(members, "options"):
        found.append(_labelled(item, f"{key}.option", texts))
        if fixed is not None and found[-1] not in fixed:
            item.refuse(
                f"the type {kind} brings its own values{': ' if fixed else ''}"
                f"{', '.join(fixed)}. Only label those."
            )
    return tuple(found) if fixed is None else ()


def _fixed_values(kind: QuestionType, scale: QuestionType | None) -> tuple[str, ...] | None:
    """The values that carry labels where the type or a grid's scale decides them, else None."""
    if kind is QuestionType.CONSENT:
        return ()
    facts = FACTS[scale or kind]
    if facts.has_labels and facts.scores:
        return tuple(str(score) for score in facts.scores)
    return FACTS[kind].options or None


def _labelled(item: Placed, prefix: str, texts: CollectedTexts) -> str:
    members = item.members(LABELLED_MEMBERS)
    value = _needed(item, members, "value").value()
    texts.take(f"{prefix}.{value}", members.get("label"))
    return value


def _offers_not_applicable(members: Members, key: str, texts: CollectedTexts) -> bool:
    placed = members.get("not_applicable")
    if placed is None or isinstance(placed.raw, bool):
        return placed is not None and placed.flag()
    texts.take(f"{key}.option.{NOT_APPLICABLE}", placed)
    return True


def _skip(item: Placed) -> Skip:
    members = item.members(SKIP_MEMBERS)
    return Skip(
        _condition(_needed(item, members, "if")),
        _needed(item, members, "to").text(),
    )


def _condition(placed: Placed) -> Condition:
    try:
        condition = read_condition(placed.plain())
    except ConditionError as error:
        placed.refuse(str(error))
    return condition


def _needed(owner: Placed, members: Members, name: str) -> Placed:
    if name not in members:
        owner.refuse(f'"{name}" is missing. Add it.')
    return members[name]


def _items(members: Members, name: str) -> tuple[Placed, ...]:
    return tuple(members[name].items()) if name in members else ()


def _values(members: Members, name: str) -> tuple[str, ...]:
    return tuple(item.value() for item in _items(members, name))


def _whole(members: Members, name: str, least: int = 1) -> int | None:
    return members[name].whole(least) if name in members else None
