from __future__ import annotations

import pytest

from surveys.translations.merging import (
    Merge,
    RowOutcome,
    TranslatedRow,
    merge_rows,
    put_translations,
)
from tests.surveys.translations.factory import ENGLISH, GERMAN, content


def row(key: str, target: str, source: str | None = None) -> TranslatedRow:
    return TranslatedRow(key, ENGLISH.get(key, "") if source is None else source, target)


def outcomes(merge: Merge) -> list[tuple[str, RowOutcome]]:
    return [(line.key, line.outcome) for line in merge.lines]


def test_new_and_changed_translations_are_taken_and_the_rest_stays() -> None:
    draft = content(german={"title": "Lieferung", "reason.option.price": "Preis"})

    merge = merge_rows(
        draft,
        "de",
        [
            row("title", "Ihre Lieferung"),
            row("reason.text", " Was  war am wichtigsten? "),
            row("reason.option.price", "Preis"),
            row("reason.option.advice", ""),
        ],
    )

    assert outcomes(merge) == [
        ("title", RowOutcome.CHANGED),
        ("reason.text", RowOutcome.NEW),
        ("reason.option.price", RowOutcome.UNCHANGED),
        ("reason.option.advice", RowOutcome.BLANK),
    ]
    assert merge.content.texts["de"] == {
        "title": "Ihre Lieferung",
        "reason.text": "Was war am wichtigsten?",
        "reason.option.price": "Preis",
    }
    assert (merge.taken_count, merge.absent_count) == (2, 1)


REFUSED = {
    "a key that is gone": ([row("old.text", "Alt", "Old")], "no such text"),
    "twice": ([row("title", "Eins"), row("title", "Zwei")], "stands twice"),
    "another English": ([row("title", "Ihr Auftrag", "Your order")], "The English is now “Your"),
    "no placeholder": ([row("intro", "Zwei Minuten.")], "It lost {programme}"),
    "too long": ([row("title", "x" * 4001)], "4,001 characters"),
    "a hidden character": ([row("title", "a\0b")], "hidden character"),
}


@pytest.mark.parametrize(("rows", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_says_why(rows: list[TranslatedRow], words: str) -> None:
    merge = merge_rows(content(german=GERMAN), "de", rows)

    assert merge.lines[-1].outcome is RowOutcome.REFUSED
    assert words in merge.lines[-1].words


def test_a_refused_row_leaves_what_was_there() -> None:
    merge = merge_rows(content(german=GERMAN), "de", [row("title", "Ihr Auftrag", "Your order")])

    assert merge.content == content(german=GERMAN)


def test_a_translation_taken_away_is_gone_and_a_language_without_any_too() -> None:
    draft = content(german={"title": "Ihre Lieferung"})

    assert put_translations(draft, "de", {"title": " "}) == content()
