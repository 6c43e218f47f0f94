"""What a label says of a figure's checks is what decided the figure's grade."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.config import Settings
from metrics.dashboards.figures import name_of_estimate
from metrics.integrity.label.address import GAP, PAIRED_GAP, FigureName
from metrics.integrity.label.document import Label
from metrics.integrity.label.services import EditionName, find_label
from metrics.models import Decision, Edition, Estimate, Gap
from tests.metrics.integrity.label.recomputing import grade_of


def every_figure(session: Session, edition: Edition) -> Iterator[tuple[FigureName, Estimate | Gap]]:
    for estimate in session.scalars(sa.select(Estimate).where(Estimate.edition_id == edition.id)):
        yield name_of_estimate(estimate), estimate
    for gap in session.scalars(sa.select(Gap).where(Gap.edition_id == edition.id)):
        of = PAIRED_GAP if gap.is_paired else GAP
        yield FigureName(of, gap.metric, gap.window, gap.level, gap.node_key), gap


def label_of(session: Session, settings: Settings, edition: Edition, name: FigureName) -> Label:
    named = EditionName(edition.week, edition.kind, edition.revision)
    return find_label(session, command_line_scope(), settings.weeks_folder, named, name)


def test_the_grade_of_every_figure_follows_from_its_label_alone(
    session: Session, settings: Settings, final: Edition
) -> None:
    stored, recomputed = [], []

    for name, figure in every_figure(session, final):
        label = label_of(session, settings, final, name)
        stored.append((name, figure.grade, figure.value))
        recomputed.append((name, grade_of(label), label.figure.value))

    assert recomputed == stored
    assert {grade for _, grade, _ in stored} == set("ABCDEF")


def test_the_weakest_link_is_one_of_the_checks_of_the_label(
    session: Session, settings: Settings, final: Edition
) -> None:
    warned = [
        (name, figure)
        for name, figure in every_figure(session, final)
        if figure.decision == Decision.CAVEAT
    ]

    for name, figure in warned:
        label = label_of(session, settings, final, name)
        said = [check.what for side in label.sides for check in side.checks]
        assert figure.weakest in said

    assert warned


def test_shifts_of_the_steps_add_up_to_what_was_published(
    session: Session, settings: Settings, final: Edition
) -> None:
    name = FigureName("end_user", "nps", 1, "network")

    [side] = label_of(session, settings, final, name).sides

    assert side.adjustment is not None
    first, *rest = side.adjustment.steps
    assert [first.name, *(step.name for step in rest)] == ["raw", "base_weighted", "raked"]
    assert round(first.value + sum(step.shift or 0 for step in rest), 5) == round(
        side.value or 0, 5
    )
