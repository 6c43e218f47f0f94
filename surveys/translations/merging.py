"""Translations that come back from a translator: which can be taken, and why others cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.checks import LONGEST_TEXT, UNSTORABLE
from surveys.questionnaires.content import QuestionnaireContent
from surveys.translations.strings import TranslationString, lost_placeholders, strings_of


@dataclass(frozen=True)
class TranslatedRow:
    """One line of a translator's file: the English it was made for, and the translation."""

    key: str
    source: str
    target: str


class RowOutcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BLANK = "not translated yet"
    REFUSED = "not taken"


@dataclass(frozen=True)
class MergeLine:
    key: str
    outcome: RowOutcome
    target: str = ""
    words: str = ""


@dataclass(frozen=True)
class Merge:
    """What a file would do to one language; `content` is what comes of it."""

    language: str
    content: QuestionnaireContent
    lines: tuple[MergeLine, ...]
    absent_count: int = 0

    def count(self, outcome: RowOutcome) -> int:
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def taken_count(self) -> int:
        return self.count(RowOutcome.NEW) + self.count(RowOutcome.CHANGED)


def merge_rows(
    content: QuestionnaireContent, language: str, rows: Sequence[TranslatedRow]
) -> Merge:
    """Every row by itself: taken, or refused with the reason. A blank one deletes nothing."""
    strings = {string.key: string for string in strings_of(content, language)}
    seen: set[str] = set()
    lines: list[MergeLine] = []
    for row in rows:
        lines.append(_line(row, strings, is_double=row.key in seen))
        seen.add(row.key)
    taken = {
        line.key: line.target
        for line in lines
        if line.outcome in {RowOutcome.NEW, RowOutcome.CHANGED}
    }
    return Merge(
        language,
        put_translations(content, language, taken),
        tuple(lines),
        absent_count=len(set(strings) - seen),
    )


def put_translations(
    content: QuestionnaireContent, language: str, changes: dict[str, str]
) -> QuestionnaireContent:
    """The content with these texts in the language; a blank one takes the translation away."""
    own = {**content.texts.get(language, {}), **changes}
    kept = {key: text for key, text in own.items() if text.strip()}
    texts = {**content.texts, language: kept}
    if not kept and language != FALLBACK_LANGUAGE:
        del texts[language]
    return replace(content, texts=texts)


def unusable(string: TranslationString, target: str) -> str | None:
    """Why a translation cannot be kept, or None."""
    return next((words for check in CHECKS for words in check(string, target)), None)


def _line(
    row: TranslatedRow, strings: dict[str, TranslationString], *, is_double: bool
) -> MergeLine:
    target = " ".join(row.target.split())
    if row.key not in strings:
        words = "The draft has no such text. It was removed, or the key was changed in the file"
        return MergeLine(row.key, RowOutcome.REFUSED, target, words)
    if is_double:
        words = "It stands twice in the file; the first one counts"
        return MergeLine(row.key, RowOutcome.REFUSED, target, words)
    if not target:
        return MergeLine(row.key, RowOutcome.BLANK)
    string = strings[row.key]
    if _plain(row.source) != _plain(string.source):
        words = (
            f"The English is now “{_short(string.source)}”, it was “{_short(row.source)}” when "
            "this was translated. Translate it anew"
        )
        return MergeLine(row.key, RowOutcome.REFUSED, target, words)
    words = unusable(string, target) or ""
    if words:
        return MergeLine(row.key, RowOutcome.REFUSED, target, words)
    return MergeLine(row.key, _outcome(string.target, target), target)


def _outcome(before: str, after: str) -> RowOutcome:
    if not before.strip():
        return RowOutcome.NEW
    return RowOutcome.UNCHANGED if before == after else RowOutcome.CHANGED


def _without_placeholders(string: TranslationString, target: str) -> Iterator[str]:
    lost = lost_placeholders(string.source, target)
    if lost:
        yield f"It lost {', '.join(lost)}, which is filled while answering. Put it back"


def _too_long(_string: TranslationString, target: str) -> Iterator[str]:
    if len(target) > LONGEST_TEXT:
        yield f"It has {len(target):,} characters; at most {LONGEST_TEXT:,} can be. Shorten it"


def _unstorable(_string: TranslationString, target: str) -> Iterator[str]:
    if UNSTORABLE.search(target):
        yield "It holds a hidden character that cannot be stored. Write it again"


CHECKS: tuple[Callable[[TranslationString, str], Iterator[str]], ...] = (
    _without_placeholders,
    _too_long,
    _unstorable,
)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return f"{text[:60]}…" if len(text) > 60 else text
