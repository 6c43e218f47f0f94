"""What a channel partner's program is told: what its pages and labels tell, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from metrics.models import Edition, Estimate, FindingRow, Gap
from tests.metrics.dashboards.factory import NEWEST_FINAL, PARTNERS, partner_key, publish_edition
from tests.programs import Program

ProgramOf = Callable[[str], Program]
FINAL = "/editions/2026-W45/final/0"
CANARY = 13.579113
LISTS = ("estimates", "gaps", "findings")


def everything(program: Program) -> list[str]:
    """Every text the program can reach by walking from the list of editions."""
    paths = ["/editions"]
    for edition in program.walk("/editions"):
        url = edition["links"]["self"]
        paths += [url, *(f"{url}/{part}?limit=1000" for part in LISTS)]
        figures = program.walk(f"{url}/estimates")
        paths += [one["links"]["label"] for one in figures if "label" in one["links"]]
    return [program.get(path).text for path in paths]


def test_a_partner_sees_finals_alone_and_of_each_the_newest_revision(
    program_of: ProgramOf, published: list[Edition], session: Session
) -> None:
    publish_edition(session, NEWEST_FINAL, "final", revision=1)
    ribera = program_of("ribera")

    listed = [edition["id"] for edition in ribera.walk("/editions?limit=1")]

    assert listed == ["2026-W45/final/1", "2026-W44/final/0"]
    for hidden in ("2026-W45/final/0", "2026-W46/flash/0"):
        assert ribera.get(f"/editions/{hidden}").status_code == 404
        assert ribera.get(f"/editions/{hidden}/estimates").status_code == 404


def test_the_volume_of_the_network_is_not_told(
    program_of: ProgramOf, published: list[Edition]
) -> None:
    edition = program_of("ribera").get(FINAL).get_json()

    counts = [name for name in edition if name.endswith(("_count", "_share"))]
    assert {edition[name] for name in counts} == {None}
    assert "changes" not in edition["links"]


def test_why_an_edition_was_revised_is_not_told(
    program_of: ProgramOf, house: Program, published: list[Edition], session: Session
) -> None:
    publish_edition(session, NEWEST_FINAL, "final", revision=1)

    told = [text for text in everything(program_of("ribera")) if "A late file" in text]

    assert told == []
    assert house.get("/editions/2026-W45/final/1").get_json()["reason"] == "A late file of answers"


def test_a_partner_has_its_own_figures_and_the_networks_total(
    program_of: ProgramOf, published: list[Edition]
) -> None:
    figures = list(program_of("ribera").walk(f"{FINAL}/estimates?limit=7"))

    assert {(one["level"], one["node"]) for one in figures} == {
        ("partner", "ribera"), ("network", ""),
        ("partner_line", "ribera/piston"), ("partner_line", "ribera/screw"),
    }  # fmt: skip
    assert {
        (one["window"], bool(one["touchpoint"]) or one["level"] == "partner_line")
        for one in figures
    } <= {(4, False), (13, True)}
    assert len(figures) == len({one["id"] for one in figures})


def test_the_network_is_rounded_its_n_a_band_and_nothing_else_of_it_told(
    program_of: ProgramOf, published: list[Edition]
) -> None:
    query = f"{FINAL}/estimates?level=network&audience=end_user&metric=nps"

    [figure] = program_of("ribera").walk(query)

    bare = (
        "n", "se", "n_eff", "accounts", "population", "raw", "base_value", "with_set_aside",
        "without_flagged", "interval_method", "weakest",
    )  # fmt: skip
    assert {figure[name] for name in bare} == {None}
    assert figure["value"] % 5 == figure["ci_low"] % 5 == figure["ci_high"] % 5 == 0
    assert figure["n_band"] in ("10–19", "20–49", "50–99", "100 or more")


def test_a_network_that_may_not_be_shown_says_why_and_nothing_else(
    program_of: ProgramOf, published: list[Edition]
) -> None:
    query = f"{FINAL}/estimates?level=network&audience=channel_partner"

    figures = list(program_of("nordhaus").walk(query))

    assert figures
    for figure in figures:
        assert "fewer than five other channel partners" in figure["reason"]
        assert (figure["value"], figure["n_band"], figure["grade"]) == (None, "", "F")
        assert "label" not in figure["links"]


def test_a_held_network_is_not_shown_though_its_last_value_is_stored(
    program_of: ProgramOf, published: list[Edition], session: Session
) -> None:
    held = sa.update(Estimate).where(
        Estimate.edition_id == published[1].id,
        Estimate.level == "network",
        Estimate.window == 4,
        Estimate.audience == "end_user",
    )
    with writing(session):
        session.execute(
            held.values(decision="hold", grade="E", reason="317 answers of 12 partners.")
        )

    figures = list(program_of("ribera").walk(f"{FINAL}/estimates?level=network&audience=end_user"))

    assert {figure["value"] for figure in figures} == {None}
    assert {figure["reason"] for figure in figures} == {
        "Network not shown: its figure of this week is held or may not be shown."
    }
    assert not [text for text in everything(program_of("ribera")) if "317 answers" in text]


@pytest.mark.parametrize(("week", "is_shown"), [("2026-W44", False), ("2026-W45", True)])
def test_the_network_is_told_every_fourth_week_only(
    program_of: ProgramOf, published: list[Edition], week: str, is_shown: bool
) -> None:
    ribera = program_of("ribera")
    edition = f"/editions/{week}/final/0"

    figures = list(ribera.walk(f"{edition}/estimates?level=network"))
    labels = {
        ribera.get(f"{edition}/labels/{one['audience']}/{one['metric']}/4/network").status_code
        for one in figures
    }

    assert len(figures) == 8
    assert {one["value"] is not None for one in figures} == {is_shown}
    assert {"label" in one["links"] for one in figures} == {is_shown}
    assert {"every fourth week" in one["reason"] for one in figures} == {not is_shown}
    assert labels == {200 if is_shown else 404}


@pytest.mark.parametrize(
    "hidden",
    [
        {"decision": "hold"},
        {"decision": "suppress", "value": None, "ci_low": None, "ci_high": None},
    ],
    ids=["held", "not shown"],
)
def test_the_network_stands_beside_a_shown_figure_of_its_own_only(
    program_of: ProgramOf, published: list[Edition], session: Session, hidden: dict[str, Any]
) -> None:
    own = sa.update(Estimate).where(
        Estimate.edition_id == published[1].id,
        Estimate.node_key == "ribera",
        Estimate.window == 4,
        Estimate.audience == "end_user",
        Estimate.metric == "nps",
    )
    with writing(session):
        session.execute(own.values(reason="Odd.", **hidden))
    ribera = program_of("ribera")

    figures = list(ribera.walk(f"{FINAL}/estimates?level=network&audience=end_user"))

    assert {one["metric"] for one in figures if one["value"] is None} == {"nps"}
    [refused] = [one for one in figures if one["metric"] == "nps"]
    assert "your own figure" in refused["reason"]
    assert "label" not in refused["links"]
    assert ribera.get(f"{FINAL}/labels/end_user/nps/4/network").status_code == 404


def test_every_label_a_list_leads_to_opens_and_agrees(
    program_of: ProgramOf, published: list[Edition]
) -> None:
    ribera = program_of("ribera")
    weeks = ("2026-W44", "2026-W45")

    for figure in [
        one for week in weeks for one in ribera.walk(f"/editions/{week}/final/0/estimates")
    ]:
        if "label" in figure["links"]:
            label = ribera.get(figure["links"]["label"]).get_json()["figure"]
            for name in ("value", "ci_low", "ci_high", "n", "n_band", "grade", "reason"):
                assert figure[name] == label[name], (figure["id"], name)


def test_nothing_of_one_partner_reaches_another(
    program_of: ProgramOf, published: list[Edition], session: Session
) -> None:
    plant_canaries(session, "lindner")

    texts = everything(program_of("ribera"))

    others = [partner_key(name) for name in PARTNERS if partner_key(name) != "ribera"]
    assert len(texts) > 50
    assert not [text for text in texts if str(CANARY) in text or "CANARY" in text]
    assert not [name for name in others for text in texts if f'"{name}"' in text]


def test_the_canaries_can_be_found_by_their_owner(
    program_of: ProgramOf, published: list[Edition], session: Session
) -> None:
    plant_canaries(session, "lindner")

    texts = everything(program_of("lindner"))

    assert [text for text in texts if str(CANARY) in text]
    assert [text for text in texts if "CANARY" in text]


@pytest.mark.parametrize("part", LISTS)
def test_asking_for_another_partner_is_answered_like_asking_for_nobody(
    program_of: ProgramOf, published: list[Edition], part: str
) -> None:
    ribera = program_of("ribera")

    foreign, nobody = (
        ribera.get(f"{FINAL}/{part}?node={key}").get_json()["data"] for key in ("lindner", "xyz")
    )

    assert foreign == nobody == []


def test_another_partners_label_answers_like_a_missing_one(
    program_of: ProgramOf, published: list[Edition]
) -> None:
    ribera = program_of("ribera")
    path = f"{FINAL}/labels/end_user/nps/4/partner?node="

    foreign, nobody = ribera.get(f"{path}lindner"), ribera.get(f"{path}xyz")

    assert (foreign.status_code, foreign.get_json()) == (404, nobody.get_json())


def test_findings_are_its_own_without_what_the_house_does_about_them(
    program_of: ProgramOf, published: list[Edition], session: Session
) -> None:
    with writing(session):
        session.add(_finding(published[1].id, "ribera", "Published by A. Ruiz: CANARY"))

    [finding] = program_of("ribera").walk(f"{FINAL}/findings?window=4")

    assert finding["what"] == "Odd, says ribera."
    assert (finding["what_to_do"], finding["evidence"]) == ("", {})
    assert finding["overridden"] == "Published all the same by a named person."


def test_changes_of_the_network_are_not_a_partners(
    program_of: ProgramOf, published: list[Edition]
) -> None:
    answer = program_of("ribera").get(f"{FINAL}/changes")

    assert answer.status_code == 403
    assert "not open to the token's role" in answer.get_json()["detail"]


def plant_canaries(session: Session, key: str) -> None:
    """A number and words that are nowhere but in one partner's rows."""
    with writing(session):
        for rows in (Estimate, Gap):
            shown = sa.update(rows).where(rows.node_key == key, rows.value.is_not(None))
            session.execute(shown.values(value=CANARY, ci_low=CANARY, ci_high=CANARY, se=CANARY))
        for edition_id in session.scalars(sa.select(Edition.id)).all():
            session.add(_finding(edition_id, key, "CANARY"))


def _finding(edition_id: int, key: str, overridden: str) -> FindingRow:
    given: dict[str, Any] = {
        "family": "sampling", "severity": "caveat", "state": "warn", "audience": "end_user",
        "value": 1.0, "warn": 0.5, "fail": 2.0, "what_to_do": "Ring them.",
        "evidence": {"of": "CANARY"},
    }  # fmt: skip
    return FindingRow(
        edition_id=edition_id, check_key="odd", window=4, level="partner", node_key=key,
        what=f"Odd, says {'CANARY' if overridden == 'CANARY' else key}.", overridden=overridden,
        **given,
    )  # fmt: skip
