from __future__ import annotations

from typing import Any

from customers.names.queries import Names, PlaceName
from metrics.dashboards.trust import finding_place, rates_text, weigh_findings, without_network
from metrics.models import FindingRow

NAMES = Names(
    places={("partner", "ribera"): PlaceName("partner", "ribera", "Ribera Aire", None)},
    touchpoints={"sale": "Sale", "online": "Online"},
    product_lines={},
)


def finding(state: str, **changes: Any) -> FindingRow:
    facts = {
        "check_key": "duplicates", "family": "analytics", "severity": "caveat", "state": state,
        "audience": "", "window": 0, "level": "network", "node_key": "", "what": "what it found",
        "what_to_do": "",
    }  # fmt: skip
    return FindingRow(**(facts | changes))


def test_what_did_not_pass_is_listed_worst_first_and_what_passed_is_counted() -> None:
    rows = [finding("pass"), finding("warn"), finding("fail", check_key="frame")]
    rows.append(finding("not_applicable"))

    trust = weigh_findings(rows, NAMES, "network", "", (1,))

    assert trust.title == "One check failed and one check gave a warning"
    assert [line.state for line in trust.lines] == ["fail", "warn"]
    assert trust.passed == "1 of 4 results passed."


def test_a_partner_hears_of_itself_and_the_network_but_not_of_another() -> None:
    rows = [
        finding("warn", check_key="own", level="partner", node_key="ribera"),
        finding("warn", check_key="other", level="partner", node_key="odra"),
        finding("warn", check_key="everybody"),
        finding("warn", check_key="other_window", window=1),
    ]

    trust = weigh_findings(rows, NAMES, "partner", "ribera", (4, 13))

    assert [line.check_key for line in trust.lines] == ["own", "everybody"]
    assert trust.lines[0].about == "Ribera Aire, both customers"


def test_an_edition_without_checks_does_not_claim_that_they_passed() -> None:
    assert weigh_findings([], NAMES, "network", "", (1,)).title.startswith("No check was run")


def test_a_response_rate_is_never_guessed() -> None:
    rates = {"end_user": {"drawn": 871, "rr2": 0.2411}, "channel_partner": None}

    text = rates_text(rates)

    assert "end users 24\N{NO-BREAK SPACE}% of 871 asked" in text
    assert "channel partners not known (who was asked was not recorded)" in text


def test_an_open_field_has_no_response_rate_yet() -> None:
    assert "links are still open" in rates_text({"end_user": {"drawn": 5, "pending": 2}})


def test_what_a_person_decided_and_the_figures_behind_a_finding_stand_with_it() -> None:
    row = finding("fail", overridden="Published all the same by A: heard them", evidence={"z": 1})

    [line] = weigh_findings([row], NAMES, "network", "", (1,)).lines

    assert line.overridden == "Published all the same by A: heard them."
    assert [(one.name, one.text) for one in line.evidence] == [("Z", "1")]


def test_a_channel_partner_sees_neither_families_nor_the_figures_behind_a_finding() -> None:
    row = finding("warn", level="partner", node_key="ribera", evidence={"others": 0.2})

    trust = without_network(weigh_findings([row], NAMES, "partner", "ribera", (4,)))

    assert trust.families == ()
    assert [line.evidence for line in trust.lines] == [()]


def test_a_finding_about_one_metric_at_one_touchpoint_names_both() -> None:
    row = finding("warn", touchpoint_key="sale", metric="nps", audience="end_user")

    assert finding_place(row, NAMES) == "end users, Sale, recommendation"


def test_what_a_check_found_in_many_places_is_one_line_until_asked_for() -> None:
    rows = [finding("warn")] + [
        finding(state, check_key="flagged_weight", level="product_line", node_key=f"line {n}")
        for n, state in enumerate(["warn", "fail", "fail", "fail"])
    ]

    trust = weigh_findings(rows, NAMES, "network", "", (1,))

    assert trust.title == "One check failed (4 findings) and one check gave a warning"
    assert [line.check_key for line in trust.lines] == ["duplicates"]
    [folded] = trust.folded
    assert folded.title == "Failed: weight of partners under review, 4 findings"
    assert [line.state for line in folded.lines] == ["fail", "fail", "fail", "warn"]


def test_a_partner_reads_of_folded_findings_what_it_reads_of_others() -> None:
    rows = [finding("fail", what_to_do="Ask them", window=n) for n in (0, 0, 0, 0)]

    trust = without_network(weigh_findings(rows, NAMES, "partner", "ribera", (1,)))

    assert {line.what_to_do for line in trust.folded[0].lines} == {""}


def test_more_findings_of_one_check_than_anybody_reads_are_counted() -> None:
    rows = [finding("fail", level="partner", node_key=f"partner {n}") for n in range(30)]

    [folded] = weigh_findings(rows, NAMES, "network", "", (1,)).folded

    assert folded.title.endswith("30 findings")
    assert len(folded.lines) == 24
    assert folded.more == "And 6 more, which the page of the edition lists."


def test_devices_are_warned_of_once_for_both_customers_with_what_to_do() -> None:
    rows = [
        finding("warn", check_key="device_effect", audience=audience, what=f"{audience} differ.")
        for audience in ("channel_partner", "end_user")
    ]

    [line] = weigh_findings(rows, NAMES, "network", "", (1,)).lines

    assert line.what == "Channel_partner differ. End users: End_user differ."
    assert line.about == "channel partners; end users"
    assert line.what_to_do.startswith("Try the survey on the device named")
