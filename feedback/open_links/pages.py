"""What the pages of open links show: the links, and what came through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.languages import name_of
from feedback.open_links.queries import FlaggedResponse, LinkCounts
from surveys.models import Promise, Survey
from surveys.open_links.codes import draw_code
from surveys.open_links.examples import python_example, shell_example, web_page_example
from surveys.open_links.models import OpenLink
from surveys.open_links.pages import about_of_link, name_of_link, name_of_survey
from surveys.open_links.queries import FoundLinks, LinkFilter
from surveys.open_links.states import LinkState, state_of
from surveys.open_links.wording import STATE_WORDS
from surveys.wording import PROMISE_WORDS

SHOWN_ON_A_PAGE = 50
# So many answers of one network in a day are worth a look: a counter's tablet, or somebody's game.
MANY_FROM_ONE_NETWORK = 20


@dataclass(frozen=True)
class LinkLine:
    id: int
    name: str
    touchpoint: str
    audience: str
    language: str
    promise: str
    state: str
    is_open: bool
    closes_at: datetime | None
    counts: LinkCounts


@dataclass(frozen=True)
class LinksPage:
    """The links of a list; `filter_query` asks for the same ones elsewhere."""

    lines: tuple[LinkLine, ...]
    count: int
    surveys: tuple[tuple[int, str], ...]
    states: tuple[tuple[str, str], ...]
    wanted: LinkFilter
    filter_query: str
    earlier_url: str | None
    later_url: str | None
    time_zone: str

    @property
    def is_filtered(self) -> bool:
        return self.wanted != LinkFilter()


@dataclass(frozen=True)
class FlaggedLine:
    answered_at: datetime
    earlier_at: datetime
    why: str
    device: str


@dataclass(frozen=True)
class LinkPage:
    """One link. `signing_key` is there where the link takes references."""

    line: LinkLine
    about: str
    label: str
    created_by: str
    created_at: datetime
    address: str
    code: Markup
    web_page_example: str
    last_day: str
    is_revoked: bool
    flagged: tuple[FlaggedLine, ...]
    network_count: int
    signing_key: str | None
    python_example: str
    shell_example: str
    time_zone: str

    @property
    def has_crowded_network(self) -> bool:
        return self.network_count >= MANY_FROM_ONE_NETWORK


def links_page(
    found: FoundLinks,
    counts: Mapping[int, LinkCounts],
    surveys: Sequence[Survey],
    wanted: LinkFilter,
    number: int,
    now: datetime,
    time_zone: str,
) -> LinksPage:
    """The page `number`, from 1, of the links that were found."""
    asked = {"survey": wanted.survey_id, "state": wanted.state, "q": wanted.words}
    query = urlencode({name: value for name, value in asked.items() if value})
    return LinksPage(
        lines=tuple(
            link_line(link, counts.get(link.id, LinkCounts()), now) for link in found.shown
        ),
        count=found.count,
        surveys=tuple((survey.id, name_of_survey(survey)) for survey in surveys),
        states=tuple((state.value, words) for state, words in STATE_WORDS.items()),
        wanted=wanted,
        filter_query=query,
        earlier_url=f"?{query}&page={number - 1}" if number > 1 else None,
        later_url=f"?{query}&page={number + 1}" if number * SHOWN_ON_A_PAGE < found.count else None,
        time_zone=time_zone,
    )


def link_page(
    link: OpenLink,
    counts: LinkCounts,
    flagged: Sequence[FlaggedResponse],
    network_count: int,
    address: str,
    signing_key: str,
    now: datetime,
    time_zone: str,
) -> LinkPage:
    return LinkPage(
        line=link_line(link, counts, now),
        about=about_of_link(link),
        label=link.label,
        created_by=link.created_by,
        created_at=link.created_at,
        address=address,
        code=draw_code(address, f"Code of {address}"),
        web_page_example=web_page_example(address),
        last_day=_last_day(link, time_zone),
        is_revoked=link.revoked_at is not None,
        flagged=tuple(_flagged_line(response) for response in flagged),
        network_count=network_count,
        signing_key=signing_key if link.takes_references else None,
        python_example=python_example(address, signing_key),
        shell_example=shell_example(signing_key),
        time_zone=time_zone,
    )


def link_line(link: OpenLink, counts: LinkCounts, now: datetime) -> LinkLine:
    state = state_of(link, now)
    return LinkLine(
        id=link.id,
        name=name_of_link(link),
        touchpoint=link.survey.touchpoint.name,
        audience=link.survey.audience,
        language=name_of(link.language),
        promise=PROMISE_WORDS[Promise(link.promise)],
        state=STATE_WORDS[state],
        is_open=state is LinkState.OPEN,
        closes_at=link.closes_at,
        counts=counts,
    )


def _flagged_line(response: FlaggedResponse) -> FlaggedLine:
    if response.is_same_transaction:
        where = "through this link" if response.is_same_link else "otherwise"
        why = f"its transaction was answered before, {where}"
    else:
        why = "the same answers from the same network"
    return FlaggedLine(
        response.answered_at, response.earlier_at, why, response.device_class or "not known"
    )


def _last_day(link: OpenLink, time_zone: str) -> str:
    """The day as the form's field takes it; empty where there is none."""
    if link.closes_at is None:
        return ""
    # The end of a day is the next one's first instant.
    moment = link.closes_at - timedelta(microseconds=1)
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d}"
