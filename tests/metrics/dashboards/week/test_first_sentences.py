"""What the first sentences name: where, and who is withheld."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.dashboards.week import partners
from metrics.models import Edition, FindingRow
from tests.metrics.dashboards.pages import page_text, text_of

FOLDED = re.compile(r"<details.*?</details>", re.DOTALL)
TERMS = re.compile(r"PSI|Shapley|RR2|AAPOR|Benjamini|false discovery|\bq (?=[<=b])")


@pytest.fixture
def executive(client_as: Callable[[Role, str | None], FlaskClient]) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_the_lead_names_where_end_users_are_below_and_who_is_withheld(
    published: list[Edition], session: Session, executive: FlaskClient
) -> None:
    with writing(session):
        row = session.scalars(
            sa.select(FindingRow).where(
                FindingRow.edition_id == published[1].id, FindingRow.node_key == "ribera"
            )
        ).one()
        row.check_key, row.overridden = "partner_selection", ""

    text = page_text(executive, "/")

    assert "Withheld until its pattern is reviewed: Ribera Aire." in text
    assert "Where, for certain: " in text


def test_the_first_reading_is_in_plain_words_and_terms_of_statistics_stand_behind_a_fold(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get("/").get_data(as_text=True)

    plain = text_of(FOLDED.sub("", page))
    folded = text_of(" ".join(FOLDED.findall(page)))

    assert TERMS.findall(plain) == []
    assert {"Benjamini", "AAPOR", "q "} <= set(TERMS.findall(folded))


def test_grades_pairs_and_windows_are_explained_where_they_first_stand(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert text.index("Grades say how far to trust a figure. A: ") < text.index("Grade B , why")
    assert "paired: only transactions where both answered, 13 weeks" in text
    assert "No touchpoint is below its target for certain (week 45, 2026, else 4 weeks)" in text
    assert text.count("Where a period may not be shown, a longer one is, and says so.") == 1
    assert "4 weeks lead here: in one week such rows have too few answers." in text


def test_every_partner_of_the_chart_has_a_row_with_its_name_from_the_lowest(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get("/").get_data(as_text=True)

    [rows] = re.findall(r"Channel partner, from the lowest.*?</table>", page, flags=re.DOTALL)
    drawn = [int(one.replace("−", "-")) for one in re.findall(r"Shrunk: ([−\d]+), interval", rows)]
    own = [int(one.replace("−", "-")) for one in re.findall(r'num-v">([−\d]+)<', rows)]

    assert len(drawn) == len(own) == 11
    assert drawn == sorted(drawn)
    assert max(drawn) - min(drawn) < max(own) - min(own)
    assert rows.count('href="/partner/') == rows.count('class="grade ') == len(drawn)
    assert rows.count('class="raw"') == rows.count('data-l="Possible ranks"') == len(drawn)


def test_very_many_partners_are_drawn_without_names_and_those_below_are_named(
    published: list[Edition], executive: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partners, "MOST_NAMED", 10)

    page = executive.get("/").get_data(as_text=True)

    assert "Channel partner, from the lowest" not in page
    assert "recommendation of 11 channel partners with intervals, in order of value" in page
    assert "The ranks that each may have, all at once" not in page
    partners_page = executive.get("/partners").get_data(as_text=True)
    assert "The ranks that each may have, all at once" in partners_page
    assert "Possible ranks of 11" in partners_page
    assert "whose end users are below the target for certain, by name" in page


def test_all_downloads_stand_behind_one_fold(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get("/").get_data(as_text=True)

    assert page.count('class="downloads"') == 1
    assert "The gaps" in page
    assert "Who was heard" in page
