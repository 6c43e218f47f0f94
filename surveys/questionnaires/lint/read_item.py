"""A question together with the words to read it by, as every check receives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from surveys.questionnaires.lint.findings import LintFinding
from surveys.questionnaires.lint.items import Context, Item, ItemType
from surveys.questionnaires.lint.lexicon import Lexicon, Words
from surveys.questionnaires.lint.stem import Stem, mask_all

NUMBER_FIRST = re.compile(r"^\s*[\d.]+\s*[-–:=.)]?\s*")


@dataclass(frozen=True)
class ReadItem:
    item: Item
    lexicon: Lexicon

    @cached_property
    def stem(self) -> Stem:
        return Stem(self.item.question_text, self.lexicon)

    @property
    def context(self) -> Context:
        return self.item.context

    @property
    def type(self) -> ItemType:
        return self.item.question_type

    @property
    def alternative(self) -> str:
        """The word for "or", as a part of a pattern."""
        return f"(?:{self.lexicon[Words.ALTERNATIVES].pattern})"

    def matches(
        self, words: Words, text: str, silent: Words | None = None
    ) -> Iterator[re.Match[str]]:
        """Where the words stand in the text, except inside the phrases that make them harmless."""
        heard = mask_all(text, self.lexicon[silent]) if silent else text
        return self.lexicon[words].finditer(heard)

    def says(self, words: Words, option: str) -> bool:
        return _says(self.lexicon[words], option)

    @cached_property
    def has_way_out(self) -> bool:
        """An option for those it does not concern, among the others or beside them."""
        if self.context.way_out:
            return True
        ways = (Words.OUTSIDE, Words.NOTHING_TO_SAY)
        return any(self.says(words, option) for option in self.item.options for words in ways)

    @cached_property
    def may_decline(self) -> bool:
        return any(self.says(Words.DECLINE, option) for option in self.item.options)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The options that belong to the scale or list, without number and way out."""
        inside = (option for option in self.item.options if not self._is_outside(option))
        return tuple(NUMBER_FIRST.sub("", option).strip() for option in inside)

    @cached_property
    def is_yes_no(self) -> bool:
        options = [option.strip() for option in self.item.options]
        return all(
            any(self.lexicon[words].fullmatch(option) for option in options)
            for words in (Words.YES, Words.NO)
        )

    def _is_outside(self, option: str) -> bool:
        plain = NUMBER_FIRST.sub("", option)
        return self.says(Words.OUTSIDE, plain) or self.says(Words.DECLINE, plain)


# The labels of a scale come again with every question of its kind.
@lru_cache(maxsize=4096)
def _says(words: re.Pattern[str], option: str) -> bool:
    return bool(words.search(option.replace("’", "'")))


Check = Callable[[ReadItem], Iterator[LintFinding]]
