"""The executive's letter: the five questions of the week's page, in a minute's reading."""

from __future__ import annotations

from collections.abc import Sequence

from core.web.filters import counted
from metrics.dashboards.blocks import MetricBlock
from metrics.dashboards.matrices import MatrixRow
from metrics.dashboards.trust import FindingLine, Trust
from metrics.dashboards.week.alarms import Alarm
from metrics.dashboards.week.changes import ChangeLine
from metrics.dashboards.week.leads import below_targets, what_changed
from metrics.dashboards.week.pages import WeekPage
from metrics.dashboards.week.why import DriverLine, DriverTable
from metrics.dashboards.withheld import Withheld
from metrics.dashboards.wording import (
    AUDIENCE_NAMES,
    AUDIENCE_PLURALS,
    WINDOW_NAMES,
    capital,
    listed,
    sentence,
    week_label,
)
from metrics.letters.content import (
    Group,
    Line,
    Section,
    WeeklyLetter,
    block_group,
    mailable,
    row_group,
)
from metrics.signals.lines import SignalLine
from metrics.signals.pages import SignalsPart

MOST_ITEMS = 3
MOST_TABLES = 2


def write_executive(
    page: WeekPage,
    signals: SignalsPart | None,
    programme: str,
    week: str,
    base_url: str,
    *,
    is_flash: bool,
) -> WeeklyLetter:
    """The letter of a final, or of a flash, which says so first."""
    sections = (
        _how(page),
        _changed(page),
        _where(page),
        _why(page),
        _to_do(page, signals),
    )
    return WeeklyLetter(
        subject=subject(page, week, is_flash=is_flash),
        programme=programme,
        dateline=f"{page.dateline.week}, {page.dateline.days}. {page.dateline.edition}.",
        title=mailable(page.lead.title),
        lead=mailable(" ".join(filter(None, [page.early, page.lead.text]))),
        sections=sections,
        page_url=f"{base_url}/?week={week}",
        page_label="Open the week’s page",
        pdf_url=f"{base_url}/week.pdf?week={week}",
        facts=page.facts,
    )


def subject(page: WeekPage, week: str, *, is_flash: bool) -> str:
    """W46: nothing changed for certain; end users below target in satisfaction."""
    said = [_lowered(what_changed(page.moves, "").strip())] if page.moves else []
    said.append(below_target(page.blocks))
    early = "early, " if is_flash else ""
    return f"{week_label(week)}: {early}{'; '.join(filter(None, said))}"


def below_target(blocks: Sequence[MetricBlock]) -> str:
    """Who is below its target for certain, in what and over how long; empty where nobody is."""
    return listed([
        f"{AUDIENCE_PLURALS[key]} below target in {listed(names)}{_over(window)}"
        for window, key, names in below_targets(blocks)
    ])  # fmt: skip


def _over(window: int | None) -> str:
    return "" if window is None else f" over {WINDOW_NAMES[window]}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _how(page: WeekPage) -> Section:
    about = f"{capital(page.period)}, both customers, 95 % intervals."
    says = () if page.blocks else ("Nobody has answered in this period.",)
    return Section("1 How are we doing", about, says, tuple(map(block_group, page.blocks)))


def _changed(page: WeekPage) -> Section:
    """Real changes, and what control charts signal, with their figures; shifts of the mix."""
    moves, title = page.moves, "2 What changed, and is it real"
    if moves is None:
        return Section(title, says=("Nothing is known yet to compare this week with.",))
    says = [moves.title, *page.mixes, *([page.alarms.title] if page.alarms else [])]
    signals = page.alarms.lines[:MOST_ITEMS] if page.alarms else ()
    real = [_change(line, f"Real: {line.change} {line.interval}, {line.q}.") for line in moves.real]
    return Section(
        title,
        says=tuple(mailable(sentence(text)) for text in says),
        groups=(*real, *(_change(line, f"Real: {line.about}.") for line in signals)),
    )


def _change(line: ChangeLine | Alarm, about: str) -> Group:
    now = Line("Now", line.audience, line.figure)
    return Group(mailable(sentence(line.sentence)), mailable(about), (now,))


def _where(page: WeekPage) -> Section:
    """What was found, and the touchpoints that are told apart from a target; the page has all."""
    found = [matrix.title for matrix in page.matrices]
    if page.partners:
        found += [page.partners.title, page.partners.hidden]
    touchpoints = page.matrices[:1]
    rest = sum(not _is_sure(row) for matrix in touchpoints for row in matrix.rows)
    if rest:
        found.append(f"{counted(rest, 'touchpoint')} cannot be told apart from a target")
    return Section(
        "3 Where",
        says=tuple(mailable(sentence(text)) for text in found if text),
        groups=tuple(row_group(row) for m in touchpoints for row in m.rows if _is_sure(row)),
    )


def _is_sure(row: MatrixRow) -> bool:
    """Whether either customer's interval leaves its target out."""
    marks = [mark for cell in row.cells if cell.chart for mark in cell.chart.marks]
    return any(mark.x_target is not None and not mark.is_hollow for mark in marks)


def _why(page: WeekPage) -> Section:
    """What goes with recommendation, each with its interval and n."""
    if not page.drivers:
        return Section("4 Why", says=(page.no_drivers,))
    tables = page.drivers[:MOST_TABLES]
    figures = {table.audience: table.explained for table in tables if table.explained}
    explained = tuple(Line(AUDIENCE_NAMES[key], key, figure) for key, figure in figures.items())
    lines = [
        f"{AUDIENCE_PLURALS[table.audience]}, {driver_text(table, line)}"
        for table in tables
        for line in table.lines
    ]
    return Section(
        "4 Why",
        says=tuple(mailable(sentence(table.title)) for table in tables),
        groups=(Group("Recommendation over 13 weeks", "", explained),) if explained else (),
        items=tuple(shortened([mailable(capital(line)) for line in lines])),
    )


def driver_text(table: DriverTable, line: DriverLine) -> str:
    """It was late: NPS points −21 [−30 to −12], n 812; of all transactions 14 %."""
    size = f"{table.size_head} {line.size} {line.interval}, {line.n}"
    share = f"{table.share_head[:1].lower()}{table.share_head[1:]} {line.share}"
    return f"{line.name}: {size}; {share}"


def _to_do(page: WeekPage, signals: SignalsPart | None) -> Section:
    """Whose turn it is, how far to trust the week, what checks ask for, what is not shown."""
    trust = page.trust
    asked = [_asked(line) for line in _troubles(trust) if line.what_to_do]
    return Section(
        "5 What to do, and what is not shown",
        says=(
            *((sentence(signals.title),) if signals else ()),
            sentence(trust.title),
            *filter(None, [" ".join(filter(None, [trust.passed, trust.rates]))]),
            sentence(page.withheld_title),
        ),
        groups=tuple(_signal(line) for line in (signals.items[:MOST_ITEMS] if signals else ())),
        items=(*shortened(asked), *shortened([withheld_text(row) for row in page.withheld])),
    )


def _signal(line: SignalLine) -> Group:
    """What must be done, by whom and by when, with the figures behind it."""
    about = f"{line.to_do} {line.owner}; {line.due}. {line.figures_of}."
    figures = tuple(
        Line(
            AUDIENCE_NAMES[one.audience], one.audience, one.figure,
            one.against.text if one.against else "", bool(one.against and one.against.is_sure),
        )
        for one in line.figures
    )  # fmt: skip
    return Group(mailable(sentence(line.text)), mailable(about), figures)


def _troubles(trust: Trust) -> list[FindingLine]:
    """One of each check, in the order in which the page has them."""
    return [*trust.lines, *(one.lines[0] for one in trust.folded)]


def _asked(line: FindingLine) -> str:
    return mailable(f"{line.state_text}, {line.about}: {line.what} To do: {line.what_to_do}")


def withheld_text(row: Withheld) -> str:
    who = AUDIENCE_PLURALS[row.audience]
    reason = capital(row.reason.removeprefix("Not shown: ").removeprefix("Held: "))
    return mailable(f"{capital(row.state)}, {who}: {row.what}. {reason}")


def shortened(items: Sequence[str]) -> list[str]:
    """The first few, and how many more the page has."""
    rest = len(items) - MOST_ITEMS
    if rest <= 0:
        return list(items)
    return [*items[:MOST_ITEMS], f"And {rest} more, on the page."]
