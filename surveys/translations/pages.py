"""What the pages of translations show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.languages import is_right_to_left, name_of
from surveys.translations.files import WRITINGS
from surveys.translations.merging import Merge, MergeLine, RowOutcome
from surveys.translations.services import mark_of
from surveys.translations.strings import Completeness, TranslationStatus, TranslationString
from surveys.workshop.models import QuestionnaireDraft

STRINGS_A_PAGE = 100
# The languages of the answering page itself; any other can be written by its code.
OFFERED_LANGUAGES = ("de", "es", "fr", "pt", "ar", "hi", "zh")
STATUS_WORDS: Mapping[TranslationStatus, str] = {
    TranslationStatus.MISSING: "missing: English is shown instead",
    TranslationStatus.OUTDATED: "outdated: the English text was changed since",
    TranslationStatus.UNTOUCHED: "the same as the English text",
    TranslationStatus.TRANSLATED: "",
}


class Shown(StrEnum):
    """Which strings the page lists."""

    ALL = "all"
    ATTENTION = "attention"
    MISSING = "missing"
    OUTDATED = "outdated"


SHOWN_WORDS = {
    Shown.ALL: "All",
    Shown.ATTENTION: "To look at",
    Shown.MISSING: "Missing",
    Shown.OUTDATED: "Outdated",
}
STATUSES: Mapping[Shown, Collection[TranslationStatus]] = {
    Shown.ALL: frozenset(TranslationStatus),
    Shown.ATTENTION: frozenset(TranslationStatus) - {TranslationStatus.TRANSLATED},
    Shown.MISSING: {TranslationStatus.MISSING},
    Shown.OUTDATED: {TranslationStatus.OUTDATED},
}


@dataclass(frozen=True)
class LanguageLine:
    language: str
    name: str
    share: float
    completeness: Completeness


@dataclass(frozen=True)
class LanguagesPage:
    draft: QuestionnaireDraft
    lines: tuple[LanguageLine, ...]
    choices: tuple[tuple[str, str], ...]
    problem: str = ""
    typed: str = ""


@dataclass(frozen=True)
class PairLine:
    """One English text and its translation as it stands in the form."""

    key: str
    context: str
    source: str
    value: str
    status: str
    needs_attention: bool
    seen: str
    problem: str


@dataclass(frozen=True)
class ShownChoice:
    value: Shown
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class TranslationPage:
    draft: QuestionnaireDraft
    language: str
    name: str
    is_rtl: bool
    completeness: Completeness
    choices: tuple[ShownChoice, ...]
    shown: Shown
    lines: tuple[PairLine, ...]
    number: int
    page_count: int
    downloads: tuple[tuple[str, str], ...]
    problem_count: int


@dataclass(frozen=True)
class TranslationImportPage:
    draft: QuestionnaireDraft
    language: str
    name: str
    upload_name: str
    file_name: str
    counts: tuple[tuple[str, int], ...]
    refused: tuple[MergeLine, ...]
    taken_count: int
    absent_count: int


def languages_page(
    draft: QuestionnaireDraft,
    found: Sequence[Completeness],
    offered: Sequence[str],
    problem: str = "",
    typed: str = "",
) -> LanguagesPage:
    there = {each.language for each in found}
    return LanguagesPage(
        draft,
        tuple(
            LanguageLine(each.language, name_of(each.language), each.share, each) for each in found
        ),
        tuple((code, name_of(code)) for code in offered if code not in there),
        problem,
        typed,
    )


def translation_page(
    draft: QuestionnaireDraft,
    completeness: Completeness,
    strings: Sequence[TranslationString],
    shown: Shown,
    number: int,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> TranslationPage:
    """One page of the strings; after a refused save exactly those that were sent."""
    language = completeness.language
    listed = [
        string
        for string in strings
        if (string.key in typed if typed else string.status in STATUSES[shown])
    ]
    page_count = 1 if typed else max(-(-len(listed) // STRINGS_A_PAGE), 1)
    number = min(max(number, 1), page_count)
    first = (number - 1) * STRINGS_A_PAGE
    here = listed if typed else listed[first : first + STRINGS_A_PAGE]
    return TranslationPage(
        draft=draft,
        language=language,
        name=name_of(language),
        is_rtl=is_right_to_left(language),
        completeness=completeness,
        choices=_choices(strings, shown),
        shown=shown,
        lines=tuple(_line(string, typed, problems) for string in here),
        number=number,
        page_count=page_count,
        downloads=tuple((each.value, writing.words) for each, writing in WRITINGS.items()),
        problem_count=len(problems),
    )


def translation_import_page(
    draft: QuestionnaireDraft, upload_name: str, file_name: str, merge: Merge
) -> TranslationImportPage:
    return TranslationImportPage(
        draft=draft,
        language=merge.language,
        name=name_of(merge.language),
        upload_name=upload_name,
        file_name=file_name,
        counts=tuple((each.value.capitalize(), merge.count(each)) for each in RowOutcome),
        refused=tuple(line for line in merge.lines if line.outcome is RowOutcome.REFUSED),
        taken_count=merge.taken_count,
        absent_count=merge.absent_count,
    )


def _choices(strings: Sequence[TranslationString], shown: Shown) -> tuple[ShownChoice, ...]:
    return tuple(
        ShownChoice(
            each,
            SHOWN_WORDS[each],
            sum(string.status in STATUSES[each] for string in strings),
            each is shown,
        )
        for each in Shown
    )


def _line(
    string: TranslationString, typed: Mapping[str, str], problems: Mapping[str, str]
) -> PairLine:
    return PairLine(
        key=string.key,
        context=string.context,
        source=string.source,
        value=typed.get(string.key, string.target),
        status=STATUS_WORDS[string.status],
        needs_attention=string.status is not TranslationStatus.TRANSLATED,
        seen=mark_of(string),
        problem=problems.get(string.key, ""),
    )
