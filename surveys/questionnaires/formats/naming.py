"""Our keys and values for the names and codes of other software."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from surveys.questionnaires.checks import LONGEST_KEY, VALUE_FORM
from surveys.questionnaires.formats.foreign import ForeignOption, ForeignQuestion
from surveys.questionnaires.types import FACTS, NOT_APPLICABLE


def fixed_values(question: ForeignQuestion) -> tuple[str, ...]:
    """The values that the type or the scale brings, which the options only label."""
    facts = FACTS[question.scale or question.type]
    if facts.has_labels and facts.scores:
        return tuple(str(score) for score in facts.scores)
    return facts.options


def own_values(options: Sequence[ForeignOption]) -> dict[str, str]:
    """Our value of each code: the code itself where it can stand, else something near it."""
    found: dict[str, str] = {}
    for number, option in enumerate(options, start=1):
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", option.code).strip("_-")[: LONGEST_KEY - 4]
        is_usable = VALUE_FORM.fullmatch(plain) and plain != NOT_APPLICABLE
        wanted = plain if is_usable else f"option_{number}"
        found.setdefault(option.code, free_name(wanted, found.values()))
    return found


def as_key(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[: LONGEST_KEY - 14]
    return plain if plain[:1].isalpha() else f"question_{plain}".rstrip("_")


def free_name(wanted: str, taken: Iterable[str]) -> str:
    lowered = {name.lower() for name in taken}
    number, name = 1, wanted
    while name.lower() in lowered:
        number += 1
        name = f"{wanted}_{number}"
    return name
