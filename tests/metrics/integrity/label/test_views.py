from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import Week
from core.database import writing
from metrics.models import Edition, Estimate, FindingRow, Gap
from tests.metrics.dashboards.factory import publish_edition
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
FINAL = "/label/2026-W45/final/0"
NETWORK = f"{FINAL}/end_user/nps/1/network"
OWN = f"{FINAL}/end_user/nps/4/partner?node=ribera"


@pytest.fixture
def house(client_as: ClientAs, published: list[Edition]) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


@pytest.fixture
def ribera(client_as: ClientAs, published: list[Edition]) -> FlaskClient:
    return client_as(Role.CHANNEL_PARTNER, "ribera")


def test_a_label_shows_the_figure_as_its_page_does(house: FlaskClient) -> None:
    text = page_text(house, NETWORK)

    assert "Integrity label End user Recommendation (NPS), Test programme, week 45, 2026" in text
    assert "37 interval [26–48] n 220 answers of 218 customers, worth 187" in text
    assert "Grade B" in text
    assert "Decision: published with a caveat." in text


def test_a_label_tells_the_ladder_the_families_and_the_checks(house: FlaskClient) -> None:
    text = page_text(house, NETWORK)

    assert "Transactions 1,196" in text
    assert "Used in the figures 220 18 %" in text
    assert "Sampling Warning 1 warning." in text
    assert "Before weighing, the answers differ from all transactions by touchpoint" in text
    assert "Warning: Balance before weighting (PSI) 0.14 [0.1, 0.25]" in text
    assert "Largest weight" not in text  # the factory's report has none to the mean
    assert "Design effect 1.18 over the whole window" in text


def test_the_same_label_is_data(house: FlaskClient) -> None:
    label = house.get(f"{NETWORK}.json").get_json()

    assert label["label_version"] == 1
    assert label["address"] == NETWORK
    assert label["figure"]["n"] == 220
    assert [family["family"] for family in label["families"]] == [
        "strategy", "constructs", "sampling", "questionnaire", "response_bias", "analytics",
    ]  # fmt: skip
    assert {check["check_key"] for check in label["sides"][0]["checks"]} == {
        "duplicates", "psi_before", "response_rate",
    }  # fmt: skip


def test_a_check_of_one_place_stands_on_the_labels_of_that_place_alone(house: FlaskClient) -> None:
    own, other = (
        {check["check_key"] for check in house.get(url).get_json()["sides"][0]["checks"]}
        for url in (
            f"{FINAL}/end_user/nps/4/partner.json?node=ribera",
            f"{FINAL}/end_user/nps/4/partner.json?node=nordhaus",
        )
    )

    assert own - other == {"contact_present"}


def test_a_figure_that_is_not_shown_has_its_reason_and_no_number(
    house: FlaskClient, session: Session
) -> None:
    hidden = session.scalars(
        sa.select(Estimate).where(Estimate.decision == "suppress", Estimate.level == "partner")
    ).first()
    assert hidden is not None
    with writing(session):
        hidden.reason, hidden.weakest = "More than half is one customer's.", "More than half."
        hidden.n, hidden.accounts, hidden.population = 87_641, 65_123, 76_543
    url = f"/label/{hidden.edition.week}/final/0/{hidden.audience}/{hidden.metric}/{hidden.window}"
    query = f"node={hidden.node_key}&touchpoint={hidden.touchpoint_key}"

    page = page_text(house, f"{url}/partner?{query}")
    data = house.get(f"{url}/partner.json?{query}").get_data(as_text=True)

    assert "Not shown Grade F Weakest link. More than half." in page
    assert not [n for n in ("87,641", "65,123", "76,543") if n in page]
    assert not [n for n in ("87641", "65123", "76543") if n in data]


def test_a_gap_has_a_side_of_each_customer(house: FlaskClient) -> None:
    text = page_text(house, f"{FINAL}/gap/nps/1/network")

    assert "Gap, end user minus channel partner" in text
    assert "−14.0 interval [−28.5 to +0.5] n 301 answers" in text
    label = house.get(f"{FINAL}/gap/nps/1/network.json").get_json()
    assert [side["audience"] for side in label["sides"]] == ["end_user", "channel_partner"]


@pytest.mark.parametrize(
    "path",
    [
        f"{FINAL}/end_user/nps/2/network",
        f"{FINAL}/end_user/nps/1/branch",
        f"{FINAL}/employee/nps/1/network",
        f"{FINAL}/end_user/joy/1/network",
        f"{FINAL}/end_user/nps/1/network?node=nowhere",
        f"{FINAL}/gap/nps/1/network?touchpoint=sale",
        f"{FINAL}/end_user/nps/99999999999/network",
        "/label/2026-W45/final/999999999999999/end_user/nps/1/network",
        "/label/2026-W45/finale/0/end_user/nps/1/network",
        "/label/anything/final/0/end_user/nps/1/network",
    ],
)
def test_what_does_not_exist_answers_404(house: FlaskClient, path: str) -> None:
    assert house.get(path).status_code == 404
    head, _, query = path.partition("?")
    assert house.get(f"{head}.json?{query}").status_code == 404


def test_a_partner_opens_the_labels_of_its_own_figures(ribera: FlaskClient) -> None:
    text = page_text(ribera, OWN)

    assert "Unusual pattern, please review" in text
    assert "Warning: Balance before weighting (PSI)" in text
    label = ribera.get(OWN.replace("partner?", "partner.json?")).get_json()
    assert label["reader"] == "partner"
    assert label["sides"][0]["response_rates"] is None
    network = [c for c in label["sides"][0]["checks"] if c["bears_on"] == "everything"]
    assert network
    assert all(not (c["what"] or c["value"] or c["evidence"]) for c in network)


FOREIGN = {
    "another partner's": f"{FINAL}/end_user/nps/4/partner?node=nordhaus",
    "a flash": "/label/2026-W46/flash/0/end_user/nps/4/partner?node=ribera",
    "a region's": f"{FINAL}/end_user/nps/1/region?node=Spain/Aragon",
    "the network's, of one week": NETWORK,
    "the network's, at a touchpoint": f"{FINAL}/end_user/nps/4/network?touchpoint=repair_visit",
    "the network's gap": f"{FINAL}/paired_gap/nps/13/network",
    "nobody's": f"{FINAL}/end_user/nps/4/partner?node=nobody",
}


@pytest.mark.parametrize("case", FOREIGN)
def test_what_a_partner_may_not_see_answers_as_if_it_did_not_exist(
    ribera: FlaskClient, house: FlaskClient, case: str
) -> None:
    path = FOREIGN[case]

    foreign = page_text(ribera, path, status=404)

    missing = page_text(ribera, f"{FINAL}/end_user/nps/4/partner?node=nobody", status=404)
    assert foreign == missing
    assert house.get(path).status_code == (404 if case == "nobody's" else 200)


def test_of_a_figure_of_its_own_a_partner_sees_one_window(
    ribera: FlaskClient, house: FlaskClient, session: Session
) -> None:
    with writing(session):
        session.add(
            Estimate(
                edition_id=2, audience="end_user", window=1, level="partner", node_key="ribera",
                touchpoint_key="", metric="nps", value=1.0, se=1.0, ci_low=-1.0, ci_high=3.0, n=20,
                accounts=20, population=90, decision="publish", grade="A",
            )
        )  # fmt: skip
    path = OWN.replace("nps/4", "nps/1")

    assert (house.get(path).status_code, ribera.get(path).status_code) == (200, 404)


def test_a_partner_sees_the_newest_revision_alone(ribera: FlaskClient, session: Session) -> None:
    publish_edition(session, Week(2026, 45), "final", revision=1)

    old, new = (ribera.get(OWN.replace("final/0", f"final/{n}")).status_code for n in (0, 1))

    assert (old, new) == (404, 200)


def test_the_label_of_a_replaced_figure_leads_to_the_one_that_stands(
    house: FlaskClient, ribera: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 45), "final", revision=1)

    for client in (house, ribera):
        pages = [client.get(path) for path in (OWN, OWN.replace("?", ".json?"))]
        page = pages[0].get_data(as_text=True)

        assert [one.status_code for one in pages] == [404, 404]
        assert "This edition was replaced by revision 1." in page
        where = OWN.replace("final/0", "final/1")
        assert f'href="{where}"' in page
        assert client.get(where).status_code == 200


def test_the_label_of_somebody_elses_replaced_figure_is_missing_like_any_other(
    ribera: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 45), "final", revision=1)

    page = ribera.get(OWN.replace("ribera", "lindner")).get_data(as_text=True)

    assert "replaced" not in page


def test_why_an_edition_was_revised_is_told_to_the_house_alone(
    house: FlaskClient, ribera: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 45), "final", revision=1)
    network = f"{FINAL}/end_user/nps/4/network".replace("final/0", "final/1")

    texts = [
        page_text(client, url)
        for client, url in (
            (house, network), (ribera, network), (ribera, OWN.replace("final/0", "final/1")),
        )
    ]  # fmt: skip

    assert ["A late file of answers" in text for text in texts] == [True, False, False]


def test_the_networks_label_tells_a_partner_no_more_than_its_page(ribera: FlaskClient) -> None:
    url = f"{FINAL}/end_user/nps/4/network"

    text, label = page_text(ribera, url), ribera.get(f"{url}.json").get_json()

    assert label["reader"] == "peer"
    figure = label["figure"]
    assert (figure["value"], figure["ci_low"], figure["ci_high"]) == (35, 30, 45)
    assert (figure["n"], figure["n_band"]) == (None, "100 or more")
    assert label["sides"] == []
    assert "Sampling Warning" in text
    assert "PSI" not in text
    assert "880" not in text


def test_a_partner_without_a_benchmark_has_no_label_of_it(
    client_as: ClientAs, ribera: object
) -> None:
    refused = client_as(Role.CHANNEL_PARTNER, "nordhaus")

    assert refused.get(f"{FINAL}/channel_partner/nps/4/network").status_code == 404


def test_who_published_over_a_check_stands_on_the_label(
    house: FlaskClient, session: Session
) -> None:
    finding = session.scalars(
        sa.select(FindingRow).where(
            FindingRow.check_key == "psi_before", FindingRow.edition_id == 2
        )
    ).one()
    with writing(session):
        finding.state, finding.severity = "fail", "block"
        finding.overridden = "Published all the same by M. Osei: the file was whole"

    text = page_text(house, NETWORK)

    assert "Published all the same by M. Osei: the file was whole." in text


def test_every_label_says_that_the_edition_keeps_no_decisions_where_it_does_not(
    house: FlaskClient, session: Session
) -> None:
    gap = session.scalars(sa.select(Gap).where(Gap.is_paired)).first()
    assert gap is not None

    text = page_text(house, f"/label/{gap.edition.week}/final/0/paired_gap/nps/13/network")

    assert "What was changed of the method’s limits is not kept with this edition." in text
    assert "Pairs are compared answer by answer" in text
