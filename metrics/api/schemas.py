"""The forms of what programs read."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from core.api.paging import PageLinks, PageQuery
from core.clock import Week
from metrics.dashboards.queries import AUDIENCES
from metrics.integrity.label.address import GAPS
from metrics.method import WINDOWS, Family, Severity
from metrics.models import Decision, EditionKind, Level, Metric, State, Verdict

UNITS = (
    "NPS from -100 to 100, satisfaction a share from 0 to 1, effort the mean of 1 to 7, intent a "
    "mean probability from 0 to 1"
)


def _text(about: str = "", *known: str) -> fields.String:
    checks = validate.OneOf(known) if known else None
    return fields.String(required=True, validate=checks, metadata={"description": about})


def _number(about: str = "") -> fields.Float:
    return fields.Float(required=True, allow_none=True, metadata={"description": about})


def _count(about: str = "") -> fields.Integer:
    return fields.Integer(required=True, allow_none=True, metadata={"description": about})


def _week(text: str) -> None:
    try:
        Week.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def _one_of(known: Any) -> fields.String:
    return fields.String(load_default=None, validate=validate.OneOf([str(one) for one in known]))


class EditionsQuery(PageQuery):
    week = fields.String(load_default=None, validate=_week)
    kind = _one_of(EditionKind)


class FiguresQuery(PageQuery):
    metric = _one_of(Metric)
    window = fields.Integer(load_default=None, validate=validate.OneOf(WINDOWS))
    level = _one_of(Level)
    node = fields.String(load_default=None, metadata={"description": "key of a place"})


class EstimatesQuery(FiguresQuery):
    audience = _one_of(AUDIENCES)
    touchpoint = fields.String(
        load_default=None, metadata={"description": "its key; empty for the total"}
    )


class LabelQuery(Schema):
    node = fields.String(load_default="")
    touchpoint = fields.String(load_default="")


class EditionSchema(Schema):
    id = _text("week/kind/revision")
    week = _text()
    kind = _text("", *EditionKind)
    revision = fields.Integer(required=True)
    reason = fields.String(required=True, allow_none=True)
    is_backfilled = fields.Boolean(required=True)
    cut_off_at = _text()
    published_at = _text()
    manifest_hash = _text("SHA-256 over the frozen files of the edition")
    method_version = _text()
    code_version = _text()
    transaction_count = _count("of the network; null for a channel partner")
    response_count = _count("of the network; null for a channel partner")
    late_response_count = _count("of the network; null for a channel partner")
    expected_answer_share = _number("of a flash: the share of expected answers that is in")
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class FigureSchema(Schema):
    id = _text("stable: it names the same figure for ever")
    edition = _text()
    metric = _text(UNITS, *Metric)
    window = fields.Integer(required=True)
    first_week = _text()
    last_week = _text()
    level = _text("", *Level)
    node = _text("key of the place; empty for the network")
    touchpoint = _text("its key; empty for the total")
    value = _number("null where the figure may not be shown: see reason")
    se = _number()
    ci_low = _number("95 %")
    ci_high = _number("95 %")
    n = _count("answers used, or pairs")
    n_band = _text("in place of n, in the network's figure beside a partner's own")
    accounts = _count()
    decision = _text("", *Decision)
    grade = _text("A to F")
    families = fields.List(fields.String(), required=True)
    weakest = fields.String(required=True, allow_none=True)
    reason = _text("why it is held, or may not be shown")
    label_url = fields.String(
        required=True, allow_none=True, metadata={"description": "its label, for a person"}
    )
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class GapSchema(FigureSchema):
    """Duality gap: end user minus channel partner."""

    of = _text("paired: on the same transactions", *GAPS)


class EstimateSchema(FigureSchema):
    """One published estimate of one audience."""

    audience = fields.String(required=True, attribute="of", validate=validate.OneOf(AUDIENCES))
    interval_method = fields.String(required=True, allow_none=True)
    n_eff = _number()
    population = _count()
    raw = _number("unweighted")
    base_value = _number("by base weights")
    with_set_aside = _number("had the answers been used that the checks set aside")
    without_flagged = _number("without partners whose pattern is under review")


class ChangeSchema(Schema):
    """Against the last edition of the same kind."""

    id = _text()
    edition = _text()
    against = fields.String(required=True, allow_none=True)
    audience = fields.String(required=True, attribute="of", validate=validate.OneOf(AUDIENCES))
    metric = _text("", *Metric)
    window = fields.Integer(required=True)
    level = _text("", *Level)
    node = _text()
    touchpoint = _text()
    difference = _number()
    se = _number()
    ci_low = _number()
    ci_high = _number()
    p = _number()
    q = _number("after multiplicity")
    verdict = _text("", *Verdict)
    reason = _text()
    n = _count("of the figure it led to")
    grade = _text("of the figure it led to")
    label_url = _text("the label of the figure it led to, for a person")
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class FindingSchema(Schema):
    """The outcome of one check."""

    id = _text()
    edition = _text()
    check = _text()
    family = _text("", *Family)
    severity = _text("", *Severity)
    state = _text("", *State)
    audience = fields.String(
        required=True, attribute="of", metadata={"description": "empty for both"}
    )
    window = fields.Integer(required=True, metadata={"description": "0 for every one"})
    level = _text()
    node = _text()
    touchpoint = _text()
    metric = _text()
    value = _number()
    warn = _number()
    fail = _number()
    what = _text()
    what_to_do = _text()
    evidence = fields.Dict(required=True)
    overridden = _text()
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


def _page(of: type[Schema]) -> type[Schema]:
    parts = {
        "data": fields.List(fields.Nested(of), required=True),
        "links": fields.Nested(PageLinks, required=True),
    }
    return Schema.from_dict(parts, name=of.__name__.replace("Schema", "Page"))


EditionPage = _page(EditionSchema)
EstimatePage = _page(EstimateSchema)
GapPage = _page(GapSchema)
ChangePage = _page(ChangeSchema)
FindingPage = _page(FindingSchema)
LABEL = {"type": "object", "description": "The integrity label; its form is docs/label.schema.json"}
