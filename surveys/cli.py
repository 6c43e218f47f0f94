"""Asking by command."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import command_line_scope
from core.clock import Week
from core.context import current_context
from core.database import db, writing
from core.errors import TwofoldError
from customers.models import Audience
from surveys.exchange.cli import COMMANDS as EXCHANGE_COMMANDS
from surveys.jobs import send_due_mail
from surveys.models import PlanMethod
from surveys.pages import survey_line
from surveys.queries import all_surveys
from surveys.questionnaires.files import READY_FOLDER
from surveys.questionnaires.lint.cli import lint_command
from surveys.sampling.services import DrawReport
from surveys.services import change_plan, draw_sample, load_and_open
from surveys.set_up.cli import set_up
from surveys.wording import AUDIENCE_WORDS, STATUS_WORDS

LARGEST_SEED = 2**62
Result = TypeVar("Result")


class WeekType(click.ParamType[Week]):
    """A week, written 2018-W20."""

    name = "week"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Week:
        try:
            return value if isinstance(value, Week) else Week.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.group("questionnaires")
def questionnaires() -> None:
    """What is asked."""


@questionnaires.command("load")
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=READY_FOLDER,
    required=False,
)
@with_appcontext
def load_command(folder: Path) -> None:
    """Load the questionnaires of FOLDER (the ready-made ones if none is given), open surveys."""
    click.echo(
        _deed(
            "load questionnaires",
            str(folder),
            lambda session, now: load_and_open(session, folder, now),
        )
    )


@click.command("surveys")
@with_appcontext
def list_surveys() -> None:
    """List what is asked at which touchpoint, and of whom."""
    surveys = all_surveys(db.session())
    for survey in surveys:
        line = survey_line(survey)
        click.echo(
            f"{survey.touchpoint.key:16}{line.audience:18}{line.questionnaire:42}{line.plan}"
        )
    if not surveys:
        click.echo("Nothing is asked yet. Run: twofold questionnaires load")


@click.command("plan")
@click.option(
    "--audience", type=click.Choice([audience.value for audience in Audience]), required=True
)
@click.option("--touchpoint", required=True, help="Its key, as in twofold surveys.")
@click.option("--method", type=click.Choice([method.value for method in PlanMethod]), required=True)
@click.option(
    "--share", type=click.FloatRange(0, 1, min_open=True), help="Of the eligible, 0 to 1."
)
@click.option("--on/--off", "is_active", default=True, help="Ask here at all.")
@with_appcontext
def plan_command(
    audience: str, touchpoint: str, method: str, share: float | None, is_active: bool
) -> None:
    """Change how a survey draws its sample, from the next draw on."""
    if method == PlanMethod.SIMPLE_RANDOM and share is None:
        raise click.UsageError("--method simple_random needs --share, as --share 0.25.")
    survey = _deed(
        "change plan",
        f"{audience} at {touchpoint}",
        lambda session, _now: survey_line(
            change_plan(
                session,
                Audience(audience),
                touchpoint,
                method=PlanMethod(method),
                share=share or 1.0,
                is_active=is_active,
            )
        ),
    )
    click.echo(f"{survey.touchpoint}, {survey.audience}: {survey.plan}.")


@click.command("draw")
@click.option("--week", type=WeekType(), help="As 2026-W46.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="As 2026-11-11.")
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), help="Draws the same sample again.")
@with_appcontext
def draw_command(week: Week | None, day: datetime | None, seed: int | None) -> None:
    """Draw the sample of a week or a day, and queue its invitations."""
    first_on, last_on = _days(week, day)
    chosen = secrets.randbelow(LARGEST_SEED) if seed is None else seed
    report = _deed(
        "draw sample",
        f"{first_on} to {last_on}",
        lambda session, now: draw_sample(
            session, first_on=first_on, last_on=last_on, seed=chosen, now=now
        ),
    )
    _print_report(report)


@click.command("send-mail")
@with_appcontext
def send_mail_command() -> None:
    """Send the mail that is due, by SMTP where it is configured, else into the outbox folder."""
    try:
        report = send_due_mail()
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{report.sent_count} sent, {report.cancelled_count} cancelled, "
        f"{report.undeliverable_count} undeliverable, {report.postponed_count} put off."
    )
    if report.trouble:
        raise click.ClickException(report.trouble)


def _days(week: Week | None, day: datetime | None) -> tuple[date, date]:
    if (week is None) == (day is None):
        raise click.UsageError("Give either --week, as 2026-W46, or --day, as 2026-11-11.")
    if week is not None:
        return week.monday, week.sunday
    assert day is not None
    return day.date(), day.date()


def _print_report(report: DrawReport) -> None:
    for (audience, status), count in report.status_counts.items():
        click.echo(f"{AUDIENCE_WORDS[audience]}: {STATUS_WORDS[status]} {count:,}")
    click.echo(f"Seed {report.seed}. {report.invitation_count:,} invitations queued.")
    if not report.entry_count:
        click.echo("No transaction of these days was without a frame status.")


def _deed(name: str, subject: str, deed: Callable[[Session, datetime], Result]) -> Result:
    """One write transaction with its audit entry; what goes wrong is said and ends with 1."""
    now = current_context().clock.now()
    try:
        with writing(db.session()) as session:
            result = deed(session, now)
            record_audit(session, command_line_scope(), name, subject, None, now)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    return result


COMMANDS: tuple[click.Command, ...] = (
    questionnaires,
    *EXCHANGE_COMMANDS,
    lint_command,
    list_surveys,
    plan_command,
    draw_command,
    send_mail_command,
    set_up,
)
