"""The lint by command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from core.errors import TwofoldError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import read_file
from surveys.questionnaires.lint.content import lint_content
from surveys.questionnaires.lint.findings import LIMITS_OF_RULES, Severity
from surveys.questionnaires.lint.lexicon import LexiconStatus, lexicon_of
from surveys.questionnaires.lint.questionnaire import PlacedFinding

STATUS_WORDS = {
    LexiconStatus.BASELINE: "",
    LexiconStatus.BETA: " (word lists in beta)",
    LexiconStatus.NONE: " (no word lists: structure only)",
}


@click.command("lint")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def lint_command(file: Path) -> None:
    """Say what rules can see in the questionnaire FILE; ends with 1 where there is an error."""
    try:
        questionnaire = read_file(file)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    findings = lint_content(questionnaire)
    for placed in findings:
        click.echo(f"{file.name}: {placed}")
    click.echo(_summary(questionnaire, findings))
    click.echo(LIMITS_OF_RULES)
    if _count(findings, Severity.ERROR):
        raise SystemExit(1)


def _summary(file: QuestionnaireContent, findings: Sequence[PlacedFinding]) -> str:
    languages = (language + STATUS_WORDS[lexicon_of(language).status] for language in file.texts)
    return (
        f"Errors: {_count(findings, Severity.ERROR)}. Warnings: {_count(findings, Severity.WARN)}. "
        f"Questions: {len(file.questions)}. Languages: {', '.join(languages)}."
    )


def _count(findings: Sequence[PlacedFinding], severity: Severity) -> int:
    return sum(placed.finding.severity is severity for placed in findings)
