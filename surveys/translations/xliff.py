"""Translations as XLIFF 1.2 and 2.0, the formats of translators' tools.

Placeholders as {programme} stand in the text; tools that turn them into inline elements give them
back in an attribute, which is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from core.languages import FALLBACK_LANGUAGE
from surveys.errors import ContentError, TranslationFileError
from surveys.questionnaires.formats.xml_trees import Element, read_xml
from surveys.translations.merging import TranslatedRow
from surveys.translations.strings import TranslationString

# XML 1.0 has no place for control characters, not even escaped.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Where tools keep the text of an inline element: 1.2 and 2.0.
INLINE_TEXTS = ("equiv-text", "equiv", "disp")
INLINE = frozenset({"x", "ph", "bpt", "ept", "it", "sc", "ec"})
WRAPPING = frozenset({"g", "mrk", "pc", "sub"})


def write_xliff_1(strings: Iterable[TranslationString], name: str, language: str) -> bytes:
    """XLIFF 1.2."""
    units = "".join(_unit_1(string) for string in strings)
    return _bytes(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        f'<file original="{_xml(name)}" datatype="plaintext" source-language="{FALLBACK_LANGUAGE}" '
        f'target-language="{_xml(language)}"><body>\n{units}</body></file>\n</xliff>\n'
    )


def write_xliff_2(strings: Iterable[TranslationString], name: str, language: str) -> bytes:
    """XLIFF 2.0."""
    units = "".join(_unit_2(string, number) for number, string in enumerate(strings, start=1))
    return _bytes(
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        f'srcLang="{FALLBACK_LANGUAGE}" trgLang="{_xml(language)}">\n'
        f'<file id="questionnaire" original="{_xml(name)}">\n{units}</file>\n</xliff>\n'
    )


def read_xliff(data: bytes, language: str) -> tuple[TranslatedRow, ...]:
    """The units of an XLIFF 1.x or 2.x file in this language; raises TranslationFileError."""
    try:
        root = read_xml(data)
    except ContentError as error:
        raise TranslationFileError(str(error)) from None
    if root.name != "xliff":
        raise TranslationFileError("This is no XLIFF file. Export one here and have it filled in.")
    reader = _units_2 if root.attributes.get("version", "").startswith("2") else _units_1
    return tuple(reader(root, language))


def _unit_1(string: TranslationString) -> str:
    state = "needs-translation" if not string.target.strip() else "translated"
    target = f'<target state="{state}">{_xml(string.target)}</target>'
    return (
        f'<trans-unit id="{_xml(string.key)}" resname="{_xml(string.key)}" xml:space="preserve">'
        f"<source>{_xml(string.source)}</source>{target}<note>{_xml(string.context)}</note>"
        "</trans-unit>\n"
    )


def _unit_2(string: TranslationString, number: int) -> str:
    state = "translated" if string.target.strip() else "initial"
    target = f"<target>{_xml(string.target)}</target>" if string.target.strip() else ""
    return (
        f'<unit id="u{number}" name="{_xml(string.key)}" xml:space="preserve">'
        f"<notes><note>{_xml(string.context)}</note></notes>"
        f'<segment state="{state}"><source>{_xml(string.source)}</source>{target}</segment>'
        "</unit>\n"
    )


def _units_1(root: Element, language: str) -> Iterator[TranslatedRow]:
    for file in root.all("file"):
        _require_language(file.attributes.get("target-language", ""), language)
        for unit in _inside(file, "trans-unit"):
            key = unit.attributes.get("resname") or unit.attributes.get("id", "")
            yield TranslatedRow(key, _text(unit.first("source")), _text(unit.first("target")))


def _units_2(root: Element, language: str) -> Iterator[TranslatedRow]:
    _require_language(root.attributes.get("trgLang", ""), language)
    for unit in _inside(root, "unit"):
        parts = [part for part in unit.elements if part.name in {"segment", "ignorable"}]
        key = unit.attributes.get("name") or unit.attributes.get("id", "")
        sources = (_text(part.first("source")) for part in parts)
        yield TranslatedRow(key, "".join(sources), "".join(_targets(parts)))


def _targets(parts: list[Element]) -> Iterator[str]:
    """Of a unit in several segments the whole translation; between them white space may stay."""
    if not any(_text(part.first("target")).strip() for part in parts):
        return
    for part in parts:
        is_between = part.name == "ignorable" and part.first("target") is None
        yield _text(part.first("source" if is_between else "target"))


def _require_language(found: str, language: str) -> None:
    plain = found.strip().lower().replace("_", "-")
    if plain and plain != language:
        raise TranslationFileError(
            f"The file is a translation into {plain[:40]}, and this is the page of {language}. "
            "Import it on the page of its own language."
        )


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The elements of this name at any depth, in order."""
    for part in element.elements:
        if part.name == name:
            yield part
        else:
            yield from _inside(part, name)


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    return "".join(part if isinstance(part, str) else _inline(part) for part in element.parts)


def _inline(element: Element) -> str:
    if element.name in WRAPPING or element.name not in INLINE:
        return _text(element)
    named = (element.attributes.get(name) for name in INLINE_TEXTS)
    return next(filter(None, named), "") or _text(element)


def _xml(text: str) -> str:
    return escape(NOT_IN_XML.sub(" ", text), quote=True)


def _bytes(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
