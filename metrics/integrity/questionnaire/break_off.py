"""Where people leave a questionnaire: a page that loses many more than the usual one (E1)."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.integrity.sheets import AUDIENCES, Sheet, Sheets
from metrics.integrity.wording import AUDIENCE_NAMES, percent
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.questionnaires import QuestionnaireFacts
from stats import BreakOff, PageHazard, break_off

KEY = "break_off"
# [P] below this a page's hazard says nothing: one person more or less moves it by points.
FEWEST_BEGUN = 30
# [P] what a usual page is taken to lose at least, so that one person on a page is no spike.
USUAL_LOSS = 0.01


def break_off_by_page(evidence: WeekEvidence) -> Iterator[Finding]:
    """The page of each sheet in the field that loses most against its usual page, beyond chance."""
    sheets = evidence.sheets
    rule = Rule(KEY, Family.QUESTIONNAIRE, Severity.CAVEAT, evidence.thresholds.of(KEY))
    judged = [
        _judged(evidence, sheets, sheet)
        for audience in AUDIENCES
        for sheet in sheets.in_field(audience)
    ]
    yield from findings_of(rule, judged, sheets)


def reached_counts(version: QuestionnaireFacts) -> list[int]:
    """Who reached each page, then who sent; pages from the first."""
    left = [version.left_on.get(str(page), 0) for page in range(1, version.page_count + 1)]
    return [version.sent_count + sum(left[page:]) for page in range(len(left) + 1)]


def _judged(evidence: WeekEvidence, sheets: Sheets, sheet: Sheet) -> Judged:
    reached = reached_counts(sheet.version)
    if len(reached) < 3 or reached[0] < FEWEST_BEGUN:
        return _too_little(sheet, reached)
    found = break_off(reached)
    worst = max(found.pages, key=lambda page: (_ratio(page, found), -page.page))
    ratio = _ratio(worst, found)
    state = evidence.thresholds.judge(KEY, ratio)
    return Judged(
        name=sheet.version.name,
        audience=sheet.audience,
        state=state,
        what=_sentence(sheet, worst, state),
        what_to_do="Look at what this page asks, and how it looks on a telephone.",
        value=ratio,
        concerns=sheets.concerns(sheet.audience, sheet.touchpoints),
        figures={
            "reached": ", ".join(str(count) for count in reached),
            "page": worst.page,
            "questions": ", ".join(_on_page(sheet, worst.page)),
            "hazard": worst.hazard,
            "median_hazard": found.median_hazard,
            "completion": found.completion,
        },
    )


def _ratio(page: PageHazard, found: BreakOff) -> float:
    """Hazard against the usual page's; 1 where chance alone can explain that it is above."""
    usual = max(found.median_hazard, USUAL_LOSS)
    return page.hazard / usual if page.interval.low > usual else min(1.0, page.hazard / usual)


def _on_page(sheet: Sheet, page: int) -> list[str]:
    return [question.key for question in sheet.version.questions if question.page == page]


def _sentence(sheet: Sheet, worst: PageHazard, state: State) -> str:
    if state is State.PASS:
        return f"No page of {sheet.version.name} loses unusually many."
    asked = ", ".join(f"“{key}”" for key in _on_page(sheet, worst.page))
    return (
        f"{percent(worst.hazard)} of those who reach page {worst.page} of {sheet.version.name} "
        f"({asked}) leave there, many more than on its other pages."
    )


def _too_little(sheet: Sheet, reached: list[int]) -> Judged:
    begun = reached[0]
    what = f"{sheet.version.name} has one page, so that nobody can leave on a later one."
    if len(reached) > 2:
        what = (
            f"{begun} of {FEWEST_BEGUN} sheets begun of {sheet.version.name}: too few to say "
            f"where {AUDIENCE_NAMES[sheet.audience]} leave."
        )
    return Judged(
        sheet.version.name,
        sheet.audience,
        State.NOT_APPLICABLE,
        what,
        figures={"reached": ", ".join(str(count) for count in reached)},
    )
