"""What is planted beside the figures, and the digits that hidden figures are marked with.

Texts are said by people; figures are marked after the editions are published, so that nothing that
was made of them, such as quartiles, is marked too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role, User
from access.visibility import Scope, command_line_scope
from core.clock import Week
from core.database import writing
from feedback.mentions.rows import MentionRow
from feedback.mentions.services import store_mentions
from feedback.voices.models import Voice, VoiceState
from feedback.voices.services import Decider, clear_voice, keep_back_voice
from metrics.bench.saved.services import save_view
from metrics.comparison.models import ChartPoint, PeerBenchmark, Standing
from metrics.integrity.partners.services import say
from metrics.integrity.signature import Signature
from metrics.models import Edition, Estimate, FindingRow, Gap, LadderStep
from metrics.notes.services import NoteContent, add_note
from metrics.signals.models import Signal, SignalState
from metrics.signals.opening import open_signals_of
from metrics.signals.services import Plan, close_signal, plan_signal
from metrics.targets.models import Target
from tests.factories import make_user
from tests.metrics.leaks.networks import OWN, SECRET, Network

WEEK = Week(2026, 45)  # its final carries peer benchmarks, that of the week before carries none
# What people write about the partner of the canaries, or in the house.
TEXTS = {
    "why a final was revised": "Revisionsgrundpirol",
    "note about a week": "Wochennotizlerche",
    "note for the partner alone": "Hausnotizrotkehlchen",
    "name of a saved view": "Ansichtsmeise",
    "owner of a target": "Zieleignerkleiber",
    "objective of a target": "Zweckzaunkoenig",
    "name of somebody in the house": "Direktorspecht",
    "name of the partner's own person": "Anmeldungsamsel",
    "address of somebody in the house": "chefadler@house.example",
    "plan for a signal": "Planpieper",
    "how a signal was closed": "Abschlusstaube",
    "what a check found": "Befundfalke",
    "what is to be done about it": "Massnahmenmilan",
    "who published all the same": "Trotzdemtrappe",
    "evidence of a check": "Belegbussard",
    "why a figure is not shown": "Sperrgrundsperber",
    "the partner's answer to a review": "Antwortammer",
    "the house's word about it": "Hauswortwiesel",
    "why a comment is kept back": "Rueckhalterohrdommel",
    "mention of the partner": "Erwaehnungseule",
    "address of the mention": "fundstelle.example",
    "band of another's benchmark": "Bandbekassine",
}
# What stands in every hidden figure, and what a hidden NPS is at the page's places.
DIGITS, SHOWN_NPS, SHOWN_INTERVAL = "73913", "−74", "[−82 to −64]"
# The same of a figure that a partner may read rounded: it sees 35 [30–45], 83 %, 5.3, 63 %.
ROUNDED_DIGITS = "28764"
HIDDEN_COUNT, ROUNDED_COUNT = 610_000, 640_000
BASES = {
    "nps": (-73.73913, -81.73913, -63.73913), "csat": (0.073913, 0.0073913, 0.173913),
    "effort": (1.73913, 1.173913, 1.973913), "intent": (0.073913, 0.0173913, 0.173913),
}  # fmt: skip
ROUNDED = {
    "nps": (36.28764, 31.28764, 42.28764), "csat": (0.828764, 0.728764, 0.928764),
    "effort": (5.28764, 5.128764, 5.428764), "intent": (0.628764, 0.528764, 0.728764),
}  # fmt: skip
# How far another step moves hidden figures, and those that are read rounded.
MOVES = {"nps": -9.0, "csat": 0.09, "effort": 0.9, "intent": 0.09}
SMALL_MOVE = 1e-5


def plant_people(session: Session, at: datetime) -> None:
    """Those who sign in, so that letters are written to them."""
    make_user(session, at, Role.CHANNEL_PARTNER, OWN, "own@reader.example")
    for role, key, email, name in (
        (Role.CHANNEL_PARTNER, SECRET, "other@reader.example", "name of the partner's own person"),
        (Role.EXECUTIVE, None, TEXTS["address of somebody in the house"],
         "name of somebody in the house"),
    ):  # fmt: skip
        user = make_user(session, at, role, key, email)
        with writing(session):
            session.execute(sa.update(User).where(User.id == user.id).values(name=TEXTS[name]))


def plant_texts(network: Network, editions: list[Edition], at: datetime) -> None:
    session = network.session
    house = session.scalars(sa.select(User).where(User.name.like("Direktor%"))).one()
    scope = Scope(Role.PROGRAMME_MANAGER, user_id=house.id, actor=house.email)
    signature = Signature(house.name, scope, at)
    with writing(session):
        session.add_all(_targets(at))
        _plant_findings(session, editions)
        session.flush()
        open_signals_of(session, command_line_scope(), editions[-1], at, network.zone)
    with writing(session):
        _plant_signals(session, house, signature)
        _plant_notes(session, signature)
        _plant_review(session, signature)
        mention = MentionRow(
            key="m1", source="forum", written_at=at, text=TEXTS["mention of the partner"],
            url=f"https://{TEXTS['address of the mention']}/1", partner=SECRET,
        )  # fmt: skip
        store_mentions(session, [mention], at)
    _decide_voices(session, Decider(scope, house.name, at))


def _targets(at: datetime) -> Iterator[Target]:
    for level, key, owner in (("network", "", "L. Brandt"), ("partner", SECRET, "")):
        for audience in ("end_user", "channel_partner"):
            yield Target(
                audience=audience, metric="nps", value=45.0, level=level, node_key=key,
                owner=owner or TEXTS["owner of a target"], set_at=at,
                objective=TEXTS["objective of a target"],
            )  # fmt: skip


def _plant_findings(session: Session, editions: list[Edition]) -> None:
    """A review is asked of the partner, and the network's checks have said something too."""
    for edition in editions:
        for level, key in (("partner", SECRET), ("network", "")):
            session.add(
                FindingRow(
                    edition_id=edition.id, check_key="partner_selection", family="sampling",
                    severity="suppress" if key else "caveat", state="fail", audience="employee",
                    window=0, level=level, node_key=key, value=7.3913, warn=0.1, fail=0.01,
                    what=TEXTS["what a check found"], evidence={TEXTS["evidence of a check"]: 1},
                    what_to_do=TEXTS["what is to be done about it"],
                    overridden=TEXTS["who published all the same"],
                )
            )  # fmt: skip


def _plant_signals(session: Session, house: User, signature: Signature) -> None:
    signals = session.scalars(sa.select(Signal).order_by(Signal.id)).all()
    assert {SECRET, ""} <= {signal.node_key for signal in signals}
    due, today = date(2026, 12, 1), signature.at.date()
    for signal in signals:
        plan = Plan(house.id, due, TEXTS["plan for a signal"])
        plan_signal(session, signal.id, plan, signature, today)
    closed = TEXTS["how a signal was closed"]
    close_signal(session, signals[0].id, SignalState.DONE, closed, signature)


def _plant_notes(session: Session, signature: Signature) -> None:
    about, alone = TEXTS["note about a week"], TEXTS["note for the partner alone"]
    for note in (
        NoteContent(WEEK, about),
        NoteContent(WEEK, about, touchpoint_key="delivery"),
        NoteContent(WEEK, alone, "partner", SECRET),
    ):
        add_note(session, note, signature)
    query = f"metric=nps&audience=end_user&place=partner:{SECRET}"
    save_view(session, TEXTS["name of a saved view"], query, signature, is_shared=True)


def _plant_review(session: Session, signature: Signature) -> None:
    say(session, SECRET, TEXTS["the house's word about it"], signature)
    partner = Signature("Their manager", Scope(Role.CHANNEL_PARTNER, SECRET), signature.at)
    say(session, SECRET, TEXTS["the partner's answer to a review"], partner)


def _decide_voices(session: Session, decider: Decider) -> None:
    """Every comment is cleared, but for some of the secret partner's that wait or are kept back."""
    voices = session.scalars(sa.select(Voice).order_by(Voice.id)).all()
    with writing(session):
        for place, voice in enumerate(voices):
            if voice.state != VoiceState.WAITING:
                continue
            if voice.partner_key != SECRET or place % 3 == 0:
                clear_voice(session, decider, voice.id)
            elif place % 3 == 1:
                keep_back_voice(session, decider, voice.id, TEXTS["why a comment is kept back"])


def mark_figures(session: Session, step: int = 0) -> None:
    """Mark every figure that is not the reader's to see; another step gives others."""
    mine, finals = readable_figures(session), standing_finals(session)
    with writing(session):
        for place, row in enumerate(session.scalars(sa.select(Estimate).order_by(Estimate.id))):
            if row.id not in mine:
                _mark(row, place, step)
            elif row.level == "network":
                _mark_rounded(row, place, step)
        for place, gap in enumerate(session.scalars(sa.select(Gap).order_by(Gap.id))):
            if gap.node_key != OWN or gap.edition_id not in finals:
                _mark(gap, place, step)
        _mark_beside(session, finals, step)


def _mark(row: Estimate | Gap, place: int, step: int) -> None:
    _count(row, HIDDEN_COUNT + 10_000 * step + place)
    if row.reason:
        row.reason = f"{TEXTS['why a figure is not shown']} {row.n}."
    if row.value is not None:
        moved = [number + step * MOVES[row.metric] for number in BASES[row.metric]]
        _set(row, moved, 1.73913 + step)


def _mark_rounded(row: Estimate, place: int, step: int) -> None:
    _count(row, ROUNDED_COUNT + 10_000 * step + place)
    _set(row, [number + step * SMALL_MOVE for number in ROUNDED[row.metric]], 1.28764 + step)


def _count(row: Estimate | Gap, count: int) -> None:
    row.n = row.accounts = count
    if isinstance(row, Estimate):
        row.population, row.n_eff = count, float(count)


def _set(row: Estimate | Gap, numbers: Sequence[float], se: float) -> None:
    row.value, row.ci_low, row.ci_high = numbers
    row.se = se
    if isinstance(row, Estimate):
        row.raw = row.base_value = row.value


def _mark_beside(session: Session, finals: Collection[int], step: int) -> None:
    """Counts of the ladder, and what is drawn beside figures."""
    for place, row in enumerate(session.scalars(sa.select(LadderStep).order_by(LadderStep.id))):
        if row.node_key != OWN or row.edition_id not in finals:
            row.count = HIDDEN_COUNT + 10_000 * step + place
    for point in session.scalars(sa.select(ChartPoint)):
        point.value = BASES[point.metric][0] + step * MOVES[point.metric]
    for standing in session.scalars(sa.select(Standing).where(Standing.node_key != OWN)):
        standing.value = standing.shrunk = BASES[standing.metric][0] + step * MOVES[standing.metric]
    band = TEXTS["band of another's benchmark"] + str(step)
    others = sa.update(PeerBenchmark).where(PeerBenchmark.node_key != OWN)
    session.execute(others.values(partner_band=band))


def readable_figures(session: Session) -> set[int]:
    """All that a partner may read: of finals that stand its own totals of four weeks, its
    touchpoints and product lines of thirteen, and rounded the network's totals of four in weeks of
    benchmarks."""
    final = Estimate.edition_id.in_(standing_finals(session))
    own = sa.and_(Estimate.level == "partner", Estimate.node_key == OWN, final)
    lines = sa.and_(
        Estimate.level == "partner_line", Estimate.node_key.like(f"{OWN}/%"),
        Estimate.window == 13, final,
    )  # fmt: skip
    total = sa.and_(Estimate.window == 4, Estimate.touchpoint_key == "")
    touchpoint = sa.and_(Estimate.window == 13, Estimate.touchpoint_key != "")
    compared = sa.select(Edition.id).where(Edition.week == str(WEEK), Edition.kind == "final")
    network = sa.and_(Estimate.level == "network", total, Estimate.edition_id.in_(compared))
    allowed = sa.or_(sa.and_(own, sa.or_(total, touchpoint)), lines, network)
    return set(session.scalars(sa.select(Estimate.id).where(allowed)))


def standing_finals(session: Session) -> set[int]:
    """Of each week the final that no revision has replaced."""
    newest = (
        sa.select(sa.func.max(Edition.id)).where(Edition.kind == "final").group_by(Edition.week)
    )
    return set(session.scalars(newest))
