"""XML that strangers send: read into a plain tree, without document types or entities.

Nothing is fetched and nothing can multiply: whoever declares a document type is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# The expat parser itself resolves no external entity; document types, which could define inner
# ones that multiply, are refused before any is read.
from xml.parsers import expat

from surveys.errors import ContentError

DEEPEST = 40
MOST_ELEMENTS = 200_000


@dataclass
class Element:
    """An element without its namespace; `parts` are its texts and elements in order."""

    name: str
    attributes: Mapping[str, str]
    parts: list[Element | str] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """The elements of this name directly inside."""
        return (part for part in self.elements if part.name == name)

    def first(self, name: str) -> Element | None:
        return next(self.all(name), None)

    @property
    def elements(self) -> Iterator[Element]:
        return (part for part in self.parts if isinstance(part, Element))

    @property
    def text(self) -> str:
        """All text inside, as it stands."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def read_xml(data: bytes) -> Element:
    """The document's root; raises ContentError where it is no XML or not to be trusted."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ContentError(
            f"The file is not valid XML: {expat.ErrorString(error.code)} in line {error.lineno}. "
            "Export it again."
        ) from None
    except (ValueError, LookupError):
        raise ContentError("The file's encoding cannot be read. Save it as UTF-8.") from None
    return builder.root


def _refuse_doctype(*_declared: Any) -> None:
    raise ContentError(
        "The file declares a document type or entities, which no export needs. Export it again, "
        "or remove the DOCTYPE."
    )


class _Builder:
    def __init__(self) -> None:
        self.document = Element("", {})
        self.open = [self.document]
        self.count = 0

    @property
    def root(self) -> Element:
        return next(self.document.elements)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if len(self.open) > DEEPEST or self.count > MOST_ELEMENTS:
            raise ContentError("The file nests too deeply or holds too much to be a questionnaire.")
        plain = {each.rpartition("}")[2]: value for each, value in attributes.items()}
        element = Element(name.rpartition("}")[2], plain)
        self.open[-1].parts.append(element)
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].parts.append(text)
