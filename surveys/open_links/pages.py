"""What the pages about open links show, and what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from markupsafe import Markup
from sqlalchemy.orm import Session

from core.keys import KeyRing
from core.languages import is_right_to_left
from customers.models import Audience
from customers.services import require_programme
from surveys.links import open_link_path
from surveys.models import Survey
from surveys.open_links.codes import draw_code
from surveys.open_links.models import OpenLink
from surveys.open_links.states import LinkState, state_of
from surveys.open_links.wording import PrintWords, print_words_of
from surveys.questionnaires.names import names_in
from surveys.questionnaires.piping import Names, fill_text
from surveys.questionnaires.queries import load_unfilled_sheet
from surveys.wording import AUDIENCE_WORDS


class Layout(StrEnum):
    """How codes are printed: a page of A4 each, or eight labels on one."""

    PAGE = "page"
    LABELS = "labels"


@dataclass(frozen=True)
class PrintedCode:
    """One code in print: whatever stands beside it is in the link's language."""

    language: str
    is_rtl: bool
    title: str
    about: str
    words: PrintWords
    code: Markup
    address: str


@dataclass(frozen=True)
class PrintPage:
    layout: Layout
    codes: tuple[PrintedCode, ...]
    left_out_count: int
    cut_count: int
    other_layout_url: str

    @property
    def is_on_labels(self) -> bool:
        return self.layout is Layout.LABELS


def name_of_link(link: OpenLink) -> str:
    """How the house speaks of a link: what it is about, and the label it was given."""
    about = about_of_link(link) or link.survey.touchpoint.name
    return f"{about} ({link.label})" if link.label else about


def about_of_link(link: OpenLink) -> str:
    """The partner and the product line, as far as the link is about one."""
    names = (one.name for one in (link.partner, link.product_line) if one is not None)
    return " · ".join(names)


def name_of_survey(survey: Survey) -> str:
    return f"{survey.touchpoint.name}, {AUDIENCE_WORDS[Audience(survey.audience)]}"


def address_of_link(base_url: str, keys: KeyRing, link: OpenLink) -> str:
    return f"{base_url}{open_link_path(keys, link.id)}"


def print_page(
    session: Session,
    links: Sequence[OpenLink],
    address_of: Callable[[OpenLink], str],
    layout: Layout,
    now: datetime,
    *,
    count: int,
    other_layout_url: str,
) -> PrintPage:
    """The codes of those links that are open; `count` is how many were asked for."""
    usable = [link for link in links if state_of(link, now) is LinkState.OPEN]
    return PrintPage(
        layout=layout,
        codes=tuple(_printed(session, usable, address_of)),
        left_out_count=len(links) - len(usable),
        cut_count=count - len(links),
        other_layout_url=other_layout_url,
    )


def _printed(
    session: Session, links: Iterable[OpenLink], address_of: Callable[[OpenLink], str]
) -> Iterable[PrintedCode]:
    titles: dict[tuple[int, str], str] = {}
    programme = require_programme(session).name
    for link in links:
        wanted = (link.survey.version_id, link.language)
        if wanted not in titles:
            titles[wanted] = load_unfilled_sheet(session, *wanted).title
        address = address_of(link)
        yield PrintedCode(
            language=link.language,
            is_rtl=is_right_to_left(link.language),
            title=fill_text(titles[wanted], _names(link, programme)),
            about=about_of_link(link),
            words=print_words_of(link.language),
            code=draw_code(address, address),
            address=address,
        )


def _names(link: OpenLink, programme: str) -> Names:
    """What the page behind the code says as long as nobody names a transaction."""
    return names_in(
        link.language,
        programme=programme,
        partner=link.partner.name if link.partner else None,
        product_line=link.product_line.name if link.product_line else None,
        touchpoint=link.survey.touchpoint.name,
        occurred_on=None,
    )
