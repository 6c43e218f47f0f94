"""The notation of the lexicons: phrases that people can read and translate.

    award-winning            this word, and no part of a longer one
    recommend*               any ending
    (most|many) customers    one of these
    as ~ as                  up to three words between
    {people} agree           any phrase of the group "people"
    no. #                    a number
    , right?                 signs stand for themselves

Small and capital letters are the same, one space stands for any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

NEVER = re.compile(r"(?!)")
SIGNS = {" ": r"\s+", "*": r"\w*", "#": r"\d+", "(": "(?:", ")": ")", "|": "|"}
GROUP = re.compile(r"\{(\w+)\}")
GAP = re.compile(r"\s*~\s*")
UP_TO_THREE_WORDS = r"\s+(?:[\w'-]+,?\s+){0,3}?"


def compile_phrases(
    phrases: Iterable[str], groups: Mapping[str, Sequence[str]] | None = None
) -> re.Pattern[str]:
    """One pattern that finds any of the phrases, the longest first; none finds nothing."""
    written = {_spelled_out(phrase, groups or {}) for phrase in phrases}
    ordered = sorted(written, key=lambda phrase: (-len(phrase), phrase))
    if not ordered:
        return NEVER
    either = "|".join(_phrase(phrase) for phrase in ordered)
    return re.compile(f"(?:{either})", re.IGNORECASE)


def _spelled_out(phrase: str, groups: Mapping[str, Sequence[str]]) -> str:
    return GROUP.sub(lambda found: f"({'|'.join(groups[found.group(1)])})", phrase)


def _phrase(phrase: str) -> str:
    written = UP_TO_THREE_WORDS.join(_part(part) for part in GAP.split(phrase.strip()))
    before = r"(?<![\w'-])" if _is_wordlike(phrase.strip()[0]) else ""
    after = r"(?![\w-])" if _is_wordlike(phrase.strip()[-1]) else ""
    return f"{before}(?:{written}){after}"


def _part(part: str) -> str:
    return "".join(SIGNS.get(sign) or re.escape(sign) for sign in part)


def _is_wordlike(sign: str) -> bool:
    return sign.isalnum() or sign in "()*#"
