"""Texts that a language lacks: whoever answers in it reads another one (methods E2)."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.integrity.sheets import AUDIENCES, Sheet, Sheets
from metrics.integrity.wording import AUDIENCE_NAMES, percent
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.files import rounded

KEY = "translation_gaps"


def translation_gaps(evidence: WeekEvidence) -> Iterator[Finding]:
    """The language with most texts missing, of each sheet in the field."""
    sheets = evidence.sheets
    rule = Rule(KEY, Family.QUESTIONNAIRE, Severity.CAVEAT, evidence.thresholds.of(KEY))
    judged = [
        _judged(evidence, sheets, sheet)
        for audience in AUDIENCES
        for sheet in sheets.in_field(audience)
        if sheet.version.missing_texts and sheet.version.text_count
    ]
    yield from findings_of(rule, judged, sheets)


def _judged(evidence: WeekEvidence, sheets: Sheets, sheet: Sheet) -> Judged:
    version = sheet.version
    shares = {
        language: missing / version.text_count
        for language, missing in sorted(version.missing_texts.items())
    }
    worst = max(shares, key=lambda language: (shares[language], language))
    state = evidence.thresholds.judge(KEY, shares[worst])
    return Judged(
        name=version.name,
        audience=sheet.audience,
        state=state,
        what=f"Every text to {AUDIENCE_NAMES[sheet.audience]} stands in every language."
        if state is State.PASS
        else f"{percent(shares[worst])} of the texts of {version.name} are missing in “{worst}”.",
        what_to_do="Complete the translation and publish a new version.",
        value=shares[worst],
        concerns=sheets.concerns(sheet.audience, sheet.touchpoints),
        figures={
            "texts": version.text_count,
            **{language: rounded(share) for language, share in shares.items() if share},
        },
    )
