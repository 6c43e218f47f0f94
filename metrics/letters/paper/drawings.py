"""Drawings on paper: a style sheet's rules written into the shapes themselves.

A drawing is not reached by the styles of the page around it, and a sheet inside each of a hundred
drawings would take longer to read than the drawings to draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

SHEET = Path(__file__).parent / "charts.css"
RULE = re.compile(r"^(?P<tag>[a-z]*)(?P<classes>(?:\.[a-z]+)*)\{(?P<style>[^}]+)\}$", re.MULTILINE)
SHAPE = re.compile(r"<(svg|line|rect|circle|path|text)\b([^>]*?)(/?)>")
CLASSES = re.compile(r'class="([^"]*)"')


@dataclass(frozen=True)
class Rule:
    """Holds for shapes of the tag (any, if empty) that have all the classes."""

    tag: str
    classes: frozenset[str]
    style: Mapping[str, str]


def styled(html: str) -> str:
    """The page with every shape of its drawings styled by attributes."""
    return SHAPE.sub(lambda shape: _styled(*shape.groups()), html)


def _styled(tag: str, attributes: str, end: str) -> str:
    classes = CLASSES.search(attributes)
    return f"<{tag}{attributes}{_attributes(tag, classes[1] if classes else '')}{end}>"


@lru_cache(maxsize=512)
def _attributes(tag: str, classes: str) -> str:
    """What all rules that hold say; the last one wins."""
    had = set(classes.split())
    style: dict[str, str] = {}
    for rule in _rules():
        if rule.tag in ("", tag) and rule.classes <= had:
            style.update(rule.style)
    return "".join(f' {name}="{value}"' for name, value in style.items())


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(_read(SHEET.read_text()))


def _read(sheet: str) -> Iterator[Rule]:
    for rule in RULE.finditer(sheet):
        pairs = (one.partition(":")[::2] for one in rule["style"].split(";") if one)
        yield Rule(rule["tag"], frozenset(rule["classes"].split(".")) - {""}, dict(pairs))
