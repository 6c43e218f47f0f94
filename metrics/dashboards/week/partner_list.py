"""The page of all channel partners of a week, by name."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.dashboards.datelines import Dateline, build_dateline, network_base, page_facts
from metrics.dashboards.matrices import Matrix, draw_matrix
from metrics.dashboards.week.partners import RankLine, possible_ranks, ranks_text
from metrics.dashboards.week.places import lead_window
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.week.tables import about_text, partner_lines
from metrics.dashboards.wording import PLURALS, window_text
from metrics.models import Level


@dataclass(frozen=True)
class PartnersPage:
    """Every channel partner by name, both customers."""

    title: str
    dateline: Dateline
    about: str
    matrix: Matrix | None
    ranks: tuple[RankLine, ...]
    ranks_text: str
    facts: tuple[tuple[str, str], ...]


def build_partners_page(data: WeekData, path: str) -> PartnersPage:
    window = lead_window(Level.PARTNER)
    lead = data.choice.lead
    about, lines = about_text(data, window), partner_lines(data)
    return PartnersPage(
        title=f"Channel partners in {window_text(lead.week, window)}",
        dateline=build_dateline(data.choice, data.zone, path),
        about=f"{about} By name: an order by score would be read as a ranking, which it is not.",
        matrix=draw_matrix(
            lines,
            head="Channel partner", things=PLURALS["partner"], about=about, metric=data.metric,
        ),
        ranks=possible_ranks(data, lines),
        ranks_text=ranks_text(data),
        facts=page_facts(lead, network_base(lead), data.programme, window, data.zone),
    )  # fmt: skip
