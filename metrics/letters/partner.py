"""A channel partner's letter: its own figures, the others beside them, and what waits for it."""

from __future__ import annotations

from metrics.dashboards.partner.pages import PartnerPage
from metrics.dashboards.partner.peers.pages import MirrorBlock, PeersPart
from metrics.dashboards.partner.waiting.pages import Waiting
from metrics.dashboards.wording import capital, sentence, week_label
from metrics.letters.content import Group, Line, Section, WeeklyLetter, block_group, mailable
from metrics.letters.executive import shortened, withheld_text


def write_partner(page: PartnerPage, waiting: Waiting, week: str, base_url: str) -> WeeklyLetter:
    """From the same dataclasses as the partner's own page, and so under the same rules."""
    return WeeklyLetter(
        subject=f"{week_label(week)}: {_first_lowered(page.lead)}",
        programme=page.programme,
        dateline=f"{page.dateline.week}, {page.dateline.days}. {page.dateline.edition}.",
        title=mailable(page.lead),
        lead=f"{page.name}: {page.welcome}",
        sections=(
            _scores(page),
            _others(page.peers),
            _heard(page),
            _to_answer(waiting),
            _trusted(page),
        ),
        page_url=f"{base_url}/partner?week={week}",
        page_label="Open your page",
        pdf_url=f"{base_url}/partner.pdf?week={week}",
        facts=page.facts,
    )


def _first_lowered(lead: str) -> str:
    """The first sentence: what is known of the end users."""
    first = lead.partition(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _scores(page: PartnerPage) -> Section:
    about = f"{capital(page.period)}, 95 % intervals."
    says = () if page.blocks else ("Not enough was heard yet in these four weeks.",)
    return Section(
        "1 Your two scores",
        about,
        says,
        tuple(map(block_group, page.blocks)),
        tuple(mailable(f"{row.what}: not shown. {row.reason}") for row in page.quiet),
    )


def _others(peers: PeersPart) -> Section:
    return Section(
        "2 You among the others",
        mailable(peers.about),
        groups=tuple(map(_mirror, peers.blocks)),
        items=tuple(
            mailable(text)
            for text in (*(f"{one.name}: {one.says}" for one in peers.others), *peers.reasons)
        ),
    )


def _mirror(block: MirrorBlock) -> Group:
    beside = block.beside
    return Group(
        mailable(sentence(block.title)),
        mailable(block.says),
        (
            Line(block.name, block.audience, block.figure),
            Line(beside.label, "", beside.figure, beside.verdict),
        ),
    )


def _heard(page: PartnerPage) -> Section:
    says = tuple(sentence(one.ladder.title) for one in page.coverage)
    advice = [line for one in page.coverage for line in one.advice]
    return Section(
        "3 How much of your business was heard",
        says=says or ("Not known for this edition.",),
        items=tuple(shortened([mailable(line) for line in advice])),
    )


def _to_answer(waiting: Waiting) -> Section:
    asked = [f"{task.title} {' '.join(task.lines)} ({task.since})" for task in waiting.tasks]
    says = () if asked else ("Nothing needs your answer at present.",)
    return Section(
        "4 What needs your answer",
        says=tuple(filter(None, (*says, waiting.heard))),
        items=(
            *shortened([mailable(sentence(text)) for text in asked]),
            *(f"{what}: {when}." for what, when in waiting.coming),
        ),
    )


def _trusted(page: PartnerPage) -> Section:
    """What the checks found about the partner itself, and what may not be shown."""
    has_findings = page.trust.lines or page.trust.folded
    title = page.trust.title if has_findings else "No check found anything about your own figures"
    return Section(
        "5 How far to trust it",
        says=(sentence(title),),
        items=tuple(shortened([withheld_text(row) for row in page.withheld])),
    )
