"""Close, look, verify, by command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from flask.cli import with_appcontext

from core.clock import Week
from core.context import current_context
from core.database import db
from core.errors import TwofoldError
from customers.models import NodeKind
from customers.queries import node_ids
from metrics.errors import NoSuchEditionError
from metrics.figures import EstimateFigure, Figures
from metrics.integrity.label.address import FigureName, label_url
from metrics.integrity.label.wording import DECISIONS
from metrics.models import Decision, Edition, EditionKind
from metrics.weekly import queries
from metrics.weekly.published import headline_estimates
from metrics.weekly.services import Closing, close_week, preview_week
from metrics.weekly.verify import Outcome, verify_edition

WATERMARK = "PREVIEW – nothing is stored or published"


class WeekType(click.ParamType[Week]):
    name = "week"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Week:
        try:
            return value if isinstance(value, Week) else Week.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


WEEK = WeekType()
KIND = click.Choice([kind.value for kind in EditionKind])


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error


def _closing() -> Closing:
    context = current_context()
    return Closing(context.settings, context.keys, context.clock.now())


@click.command("close-week")
@click.argument("week", type=WEEK)
@click.option("--preview", is_flag=True, help="Compute and show; store nothing.")
@click.option("--kind", type=KIND, help="By default what is due: the flash, then the final.")
@click.option("--revise", metavar="REASON", help="Publish a numbered revision, with its reason.")
@with_appcontext
def close_week_command(week: Week, preview: bool, kind: str | None, revise: str | None) -> None:
    """Publish the edition of WEEK (2026-W46) that is due, or look at it with --preview."""
    session, closing = db.session(), _closing()
    with _in_words():
        if preview:
            figures = preview_week(session, week, closing).figures
            click.echo(WATERMARK)
            _echo_headlines(_of_network(figures), None)
            return
        wanted = EditionKind(kind) if kind else None
        edition = close_week(session, week, closing, kind=wanted, reason=revise)
    click.echo(f"Published: {_named(edition)}.")
    _echo_headlines(headline_estimates(session, edition), edition)


@click.command("verify")
@click.argument("week", type=WEEK, required=False)
@click.option("--all", "every", is_flag=True, help="Verify every edition, oldest first.")
@click.option("--kind", type=KIND, help="Only the flash or only the final.")
@click.option("--revision", type=click.IntRange(0), help="Only this revision.")
@with_appcontext
def verify_command(week: Week | None, every: bool, kind: str | None, revision: int | None) -> None:
    """Recompute the editions of WEEK from their frozen files and compare every figure."""
    session = db.session()
    with _in_words():
        editions = _wanted(week, every, kind, revision)
    failed = 0
    for edition in editions:
        found = verify_edition(session, edition, current_context().settings.weeks_folder)
        click.echo(f"{found.edition}: {found.outcome} ({found.figure_count:,} estimates)")
        for problem in found.problems:
            click.echo(f"  {problem}")
        failed += found.outcome is Outcome.FAILS
    if failed:
        raise click.ClickException(
            f"{failed} of {len(editions)} editions do not hold. Restore their folders from a "
            "backup and verify again."
        )


def _wanted(
    week: Week | None, every: bool, kind: str | None, revision: int | None
) -> Sequence[Edition]:
    session = db.session()
    if week is None and not every:
        raise NoSuchEditionError("Name a week, as 2026-W46, or give --all.")
    found = (
        queries.every_edition(session)
        if week is None
        else queries.editions_of_week(session, str(week))
    )
    chosen = [
        edition
        for edition in found
        if kind in (None, edition.kind) and revision in (None, edition.revision)
    ]
    if not chosen:
        raise NoSuchEditionError(
            f"No such edition{f' of {week}' if week else ''} is published. "
            "`twofold editions` lists those that are."
        )
    return chosen


@click.command("editions")
@with_appcontext
def list_editions() -> None:
    """List every published edition."""
    editions = queries.every_edition(db.session())
    if not editions:
        click.echo("No edition is published yet. Close a week: twofold close-week WEEK")
    for edition in editions:
        click.echo(
            f"{edition.week}  {edition.kind:5}  revision {edition.revision}  "
            f"{edition.transaction_count:7,} transactions  {edition.response_count:6,} answers  "
            f"{edition.manifest_hash[:12]}"
        )


@click.command("read")
@click.argument("week", type=WEEK)
@click.option("--partner", metavar="KEY", help="A channel partner's figures (4 weeks).")
@with_appcontext
def read_week_command(week: Week, partner: str | None) -> None:
    """Print the newest edition of WEEK: the network's headline figures, or a partner's."""
    session = db.session()
    editions = queries.editions_of_week(session, str(week))
    if not editions:
        raise click.ClickException(f"No edition of {week} is published. Close the week first.")
    if partner is not None and partner not in node_ids(session, NodeKind.PARTNER):
        raise click.ClickException(
            f"There is no channel partner with the key {partner!r}. Write it as in the partner "
            "file."
        )
    # "final" sorts before "flash"; the newest revision of the final leads.
    newest = [edition for edition in editions if edition.kind == editions[0].kind][-1]
    click.echo(f"{_named(newest)}:")
    _echo_headlines(headline_estimates(session, newest, partner), newest)


def _named(edition: Edition) -> str:
    revision = f", revision {edition.revision}" if edition.revision else ""
    return f"{edition.kind} of {edition.week}{revision}"


def _of_network(figures: Figures) -> list[EstimateFigure]:
    return [
        figure
        for figure in figures.estimates
        if figure.level == "network" and not figure.touchpoint_key and figure.window == 1
    ]


def _echo_headlines(figures: Sequence[EstimateFigure], edition: Edition | None) -> None:
    """Each figure with its grade and what was decided; of an edition also where its label is."""
    if not figures:
        click.echo("  Nothing was heard.")
    for figure in figures:
        place = f"  {figure.audience.replace('_', ' '):16} {figure.metric:7}"
        decided = f"grade {figure.grade}, {DECISIONS[Decision(figure.decision)]}"
        click.echo(f"{place} {_stated(figure)}  {decided}  {figure.reason or ''}".rstrip())
        click.echo(f"{'':28}{_explained(figure, edition)}")


def _stated(figure: EstimateFigure) -> str:
    if figure.value is None:
        return "not shown"
    ends = f"[{figure.ci_low:.3f} to {figure.ci_high:.3f}]"
    return f"{figure.value:8.3f} {ends}  n {figure.n:,}"


def _explained(figure: EstimateFigure, edition: Edition | None) -> str:
    """The address of the label; a preview has none, and says its weakest link."""
    if edition is None:
        return figure.weakest
    name = FigureName(
        figure.audience, figure.metric, figure.window, figure.level, figure.node_key,
        figure.touchpoint_key,
    )  # fmt: skip
    path = label_url(edition.week, edition.kind, edition.revision, name)
    return f"{current_context().settings.base_url}{path}"


COMMANDS: tuple[click.Command, ...] = (
    close_week_command,
    verify_command,
    list_editions,
    read_week_command,
)
