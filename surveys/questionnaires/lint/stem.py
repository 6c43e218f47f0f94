"""The text of a question, with what is not its wording masked out.

All versions have the length of the text, so that places agree. A masked letter is an underscore.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from surveys.questionnaires.lint.findings import Span
from surveys.questionnaires.lint.lexicon import Lexicon, Words

CURLY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
QUOTED = re.compile(r'"[^"]*"|\{[^}]*\}')
SENTENCE = re.compile(r"[^.!?:;]+(?:[.!?:;](?!\s|$)[^.!?:;]*)*[.!?:;]*")
BRACKETED = re.compile(r"\(([^()]*)\)")
# Signs over and under letters, as Arabic and Hindi write them, belong to the word.
MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0962\u0963"
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*(?:'[^\W\d_]+)?")
# Capitals alone are an acronym or a stressed word, and stay; AT&T is a name.
NAME = r"[A-Z](?:[\w'-]*[a-z][\w'-]*|[A-Z]*&[A-Z]+|\d[\w-]*)"
NAME_INSIDE = re.compile(rf"(?<=[\s(/])(?!I')({NAME})(?: (?:\d[\w-]*|[A-Z]+)(?!\w))?")
NAME_FIRST = re.compile(rf"^{NAME}(?= _)")
CAPITALISED = re.compile(r"(?<=\s)[A-Z][a-z]")
HYPHENATED = re.compile(r"\w+(?:-\w+)+")
LETTER = re.compile(r"\w")


def mask(text: str, span: Span) -> str:
    """The text with the letters of one place masked."""
    start, end = span
    return text[:start] + LETTER.sub("_", text[start:end]) + text[end:]


def mask_all(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda found: LETTER.sub("_", found.group()), text)


@dataclass(frozen=True)
class Stem:
    """One question's text, read with the words of its language."""

    text: str
    lexicon: Lexicon

    @cached_property
    def plain(self) -> str:
        """What is asked: without instructions, placeholders, quotations and names."""
        text = mask_all(mask_all(self.text.translate(CURLY), QUOTED), self._legend)
        for span in (*self._bracketed_instructions(text), *self._instructions(text)):
            text = mask(text, span)
        return self._without_names(text) if self.lexicon.names_are_capitals else text

    @cached_property
    def bare(self) -> str:
        """What is asked, also without compounds such as always-on or do-not-disturb."""
        return mask_all(self.plain, HYPHENATED)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        return tuple(found.span() for found in SENTENCE.finditer(self.text.translate(CURLY)))

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(WORD.findall(self.text.translate(CURLY)))

    def sentence_of(self, place: int) -> Span:
        """The sentence that a character belongs to."""
        around = (span for span in self.sentences if span[0] <= place < span[1])
        return next(around, (0, len(self.text)))

    @property
    def _legend(self) -> re.Pattern[str]:
        """What a number stands for: "0 = not at all", "5 (very good)"."""
        means = self.lexicon[Words.MEANS].pattern
        return re.compile(rf"\d+\s*(?:\(|{means})\s*(?:not at all|\w+(?: \w+)?)", re.IGNORECASE)

    def is_question(self, place: int) -> bool:
        start, end = self.sentence_of(place)
        return self.text[start:end].rstrip().endswith("?")

    def _instructions(self, text: str) -> list[Span]:
        pattern = self.lexicon[Words.INSTRUCTIONS]
        spans = self.sentences
        return [span for span in spans if pattern.match(text[slice(*span)].lstrip(' ¿¡"(-–'))]

    def _bracketed_instructions(self, text: str) -> list[Span]:
        pattern = self.lexicon[Words.INSTRUCTIONS]
        found = BRACKETED.finditer(text)
        return [bracket.span() for bracket in found if pattern.match(bracket.group(1).lstrip())]

    def _without_names(self, text: str) -> str:
        if 2 * len(CAPITALISED.findall(text)) > len(WORD.findall(text)):
            return text  # A Headline Like This One names nothing.
        for start, end in self.sentences:
            lead = start + len(text[start:end]) - len(text[start:end].lstrip(" ¿¡-–("))
            part = mask_all(text[lead:end], NAME_INSIDE)
            first = NAME_FIRST.match(part)
            if first and not self.lexicon[Words.ASKING].fullmatch(first.group()):
                part = mask(part, first.span())
            text = text[:lead] + part + text[end:]
        return text
