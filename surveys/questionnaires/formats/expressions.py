"""Conditions as other survey software writes them, translated where ours can say the same.

    {reason} = 'price' and {score} <= 6         SurveyJS
    q1.NAOK == "A2" || !is_empty(q2.NAOK)       LimeSurvey

One grammar reads both: comparisons of one question with fixed values, joined by and, or and not.
Whatever else stands there (sums, functions, one question compared with another) is refused with a
word, and its question is then always shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from surveys.errors import ExpressionError
from surveys.questionnaires.conditions import (
    LONGEST_CONDITION,
    AllOf,
    AnyOf,
    Condition,
    Not,
    tests_of,
)
from surveys.questionnaires.formats.comparisons import Answerable, meaning_of

LONGEST_EXPRESSION = 4000
DEEPEST = 40


Known = Mapping[str, Answerable]

TOKENS = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | \{(?P<braced>[^{}]+)\}
    | (?P<sign>==|!=|<>|<=|>=|&&|\|\||\*=|[=<>!()\[\],])
    | (?P<word>(?:\d+X\d+X)?[A-Za-z_\d][\w.]*)
    )""",
    re.VERBOSE,
)
# Every way to write a comparison, in both dialects, and what it means.
COMPARISONS: Mapping[str, str] = {
    "==": "=", "=": "=", "eq": "=", "equal": "=",
    "!=": "!=", "<>": "!=", "ne": "!=", "notequal": "!=",
    ">": ">", "gt": ">", "greater": ">", "<": "<", "lt": "<", "less": "<",
    ">=": ">=", "ge": ">=", "greaterorequal": ">=",
    "<=": "<=", "le": "<=", "lessorequal": "<=",
    "contains": "contains", "contain": "contains", "*=": "contains",
    "notcontains": "notcontains", "notcontain": "notcontains",
    "anyof": "anyof", "allof": "allof", "noneof": "noneof",
    "empty": "empty", "notempty": "notempty",
}  # fmt: skip
MIRRORED: Mapping[str, str] = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
EMPTY_FUNCTIONS = frozenset({"is_empty", "isempty"})
ENDINGS = re.compile(r"\.(NAOK|code|value|shown|valueNAOK)$", re.IGNORECASE)

Token = tuple[str, str]


def translate_expression(text: str, known: Known) -> Condition:
    """The same condition in our own form; raises ExpressionError."""
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionError("it is too long")
    reader = _Reader(_tokens(text), known)
    condition = reader.either(0)
    reader.end()
    if sum(1 for _ in tests_of(condition)) > LONGEST_CONDITION:
        raise ExpressionError(f"it compares more than {LONGEST_CONDITION} things")
    return condition


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    position = 0
    while text[position:].strip():
        match = TOKENS.match(text, position)
        if match is None or match.lastgroup is None:
            raise ExpressionError(f"{text[position:].strip()[:20]!r} cannot be read")
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


class _Reader:
    """Reads the tokens from left to right; each method is one rule of the grammar."""

    def __init__(self, tokens: list[Token], known: Known) -> None:
        self.tokens = tokens
        self.known = known
        self.place = 0

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self._takes("||", "or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self._takes("&&", "and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def one(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise ExpressionError("it nests too deeply")
        if self._takes("!", "not"):
            return Not(self.one(depth + 1))
        if self._takes("("):
            inner = self.either(depth + 1)
            self._needs(")")
            return inner
        kind, text = self._next()
        if kind == "word" and text.lower() in EMPTY_FUNCTIONS:
            return self._is_empty()
        if kind in {"text", "number"}:
            return self._mirrored(_literal(kind, text))
        return self._comparison(self._answerable(kind, text))

    def end(self) -> None:
        if self.place < len(self.tokens):
            raise ExpressionError(f"nothing is expected at {self.tokens[self.place][1][:20]!r}")

    def _is_empty(self) -> Condition:
        self._needs("(")
        subject = self._answerable(*self._next())
        self._needs(")")
        return meaning_of(subject, "empty", [])

    def _mirrored(self, value: str) -> Condition:
        comparison = self._comparison_word()
        if comparison not in MIRRORED:
            raise ExpressionError("the question does not stand first")
        return meaning_of(self._answerable(*self._next()), MIRRORED[comparison], [value])

    def _comparison(self, subject: Answerable) -> Condition:
        comparison = self._comparison_word()
        values = [] if comparison in {"empty", "notempty"} else self._values()
        return meaning_of(subject, comparison, values)

    def _comparison_word(self) -> str:
        _kind, text = self._next()
        comparison = COMPARISONS.get(text.lower())
        if comparison is None:
            raise ExpressionError(f"{text[:20]!r} is no comparison we know")
        return comparison

    def _values(self) -> list[str]:
        if not self._takes("["):
            return [_literal(*self._next())]
        values: list[str] = []
        while not self._takes("]"):
            values.append(_literal(*self._next()))
            self._takes(",")
        return values

    def _answerable(self, kind: str, text: str) -> Answerable:
        if kind not in {"word", "braced"}:
            raise ExpressionError(f"{text[:20]!r} is no question")
        if self._takes("("):
            raise ExpressionError(f"the function {text[:40]} is not known here")
        name = ENDINGS.sub("", text.strip())
        if name not in self.known:
            raise ExpressionError(f"{name[:40]} is no question that was carried over before")
        return self.known[name]

    def _takes(self, *words: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place][0] in {"sign", "word"}:
            is_there = self.tokens[self.place][1].lower() in words
            self.place += is_there
            return is_there
        return False

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise ExpressionError(f"a {sign} is missing")

    def _next(self) -> Token:
        if self.place >= len(self.tokens):
            raise ExpressionError("it breaks off")
        self.place += 1
        return self.tokens[self.place - 1]


def _literal(kind: str, text: str) -> str:
    if kind == "text":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    is_truth = kind == "word" and text.lower() in {"true", "false"}
    if kind == "number" or is_truth:
        return text.lower()
    raise ExpressionError(f"{text[:40]!r} is no fixed value")
