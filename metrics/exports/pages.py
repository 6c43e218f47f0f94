"""What the page of exports shows: what can be taken of a week, and what is in no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.dashboards.datelines import Dateline, build_dateline, network_base, page_facts
from metrics.dashboards.opening import Opened
from metrics.exports.downloads import DownloadLink
from metrics.exports.editions.tables import EDITION_TABLES

LEAD = (
    "Everything that is published, as a file. Each says which edition it is of, how it was made "
    "and what its columns mean; a figure that is not shown on a page is in no file either."
)
LIST_OF_EDITIONS = "Every edition that was published, with its cut-off and hash."
NOT_IN_IT: tuple[tuple[str, str], ...] = (
    ("Figures that may not be shown", "Their rows have the reason, and neither value nor count."),
    ("Names of persons, addresses, devices and networks", "No file needs them."),
    (
        "Weights of single answers",
        "Answers are weighed in cells; take figures from the estimates, not from rows.",
    ),
    (
        "Answers for channel partners",
        "Respondents were promised otherwise; a partner takes its own figures from its page.",
    ),
    ("Weeks that are not closed", "Nothing is taken before it is published."),
)


@dataclass(frozen=True)
class TableLine:
    """A table by its title and, in a sentence, by `what`, with the formats to take it in."""

    title: str
    what: str
    about: str
    links: tuple[DownloadLink, ...]


@dataclass(frozen=True)
class ExportsPage:
    """`responses_url` is empty for whoever may not take responses."""

    dateline: Dateline
    lead: str
    lines: tuple[TableLine, ...]
    responses_url: str
    not_in_it: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


def build_exports_page(
    opened: Opened,
    path: str,
    offers: Mapping[str, tuple[DownloadLink, ...]],
    editions: tuple[DownloadLink, ...],
    responses_url: str,
) -> ExportsPage:
    line, zone = opened.choice.lead, opened.zone
    return ExportsPage(
        dateline=build_dateline(opened.choice, zone, path),
        lead=LEAD,
        lines=(
            *(
                TableLine(table.title, table.what, table.about, offers[name])
                for name, table in EDITION_TABLES.items()
            ),
            TableLine("Editions", "the list", LIST_OF_EDITIONS, editions),
        ),
        responses_url=responses_url,
        not_in_it=NOT_IN_IT,
        facts=page_facts(line, network_base(line), "everything the edition has", 1, zone),
    )
