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


def text_of(about: str = "", *known: str) -> fields.String:
    """A required text; one of `known`, where there are any."""
    checks = validate.OneOf(known) if known else None
    return fields.String(required=True, validate=checks, metadata={"description": about})


def number_of(about: str = "") -> fields.Float:
    """A number that may be null."""
    return fields.Float(required=True, allow_none=True, metadata={"description": about})


def count_of(about: str = "") -> fields.Integer:
    """A whole number that may be null."""
    return fields.Integer(required=True, allow_none=True, metadata={"description": about})


def _week(text: str) -> None:
    try:
        Week.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def one_of(known: Any) -> fields.String:
    """A filter; left out, it means every one."""
    return fields.String(load_default=None, validate=validate.OneOf([str(one) for one in known]))


class EditionsQuery(PageQuery):
    week = fields.String(load_default=None, validate=_week)
    kind = one_of(EditionKind)


class FiguresQuery(PageQuery):
    metric = one_of(Metric)
    window = fields.Integer(load_default=None, validate=validate.OneOf(WINDOWS))
    level = one_of(Level)
    node = fields.String(load_default=None, metadata={"description": "key of a place"})


class EstimatesQuery(FiguresQuery):
    audience = one_of(AUDIENCES)
    touchpoint = fields.String(
        load_default=None, metadata={"description": "its key; empty for the total"}
    )


class LabelQuery(Schema):
    node = fields.String(load_default="")
    touchpoint = fields.String(load_default="")


class EditionSchema(Schema):
    id = text_of("week/kind/revision")
    week = text_of()
    kind = text_of("", *EditionKind)
    revision = fields.Integer(required=True)
    reason = fields.String(required=True, allow_none=True)
    is_backfilled = fields.Boolean(required=True)
    cut_off_at = text_of()
    published_at = text_of()
    manifest_hash = text_of("SHA-256 over the frozen files of the edition")
    method_version = text_of()
    code_version = text_of()
    transaction_count = count_of("of the network; null for a channel partner")
    response_count = count_of("of the network; null for a channel partner")
    late_response_count = count_of("of the network; null for a channel partner")
    expected_answer_share = number_of("of a flash: the share of expected answers that is in")
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class FigureSchema(Schema):
    id = text_of("stable: it names the same figure for ever")
    edition = text_of()
    metric = text_of(UNITS, *Metric)
    window = fields.Integer(required=True)
    first_week = text_of()
    last_week = text_of()
    level = text_of("", *Level)
    node = text_of("key of the place; empty for the network")
    touchpoint = text_of("its key; empty for the total")
    value = number_of("null where the figure may not be shown: see reason")
    se = number_of()
    ci_low = number_of("95 %")
    ci_high = number_of("95 %")
    n = count_of("answers used, or pairs")
    n_band = text_of("in place of n, in the network's figure beside a partner's own")
    accounts = count_of()
    decision = text_of("", *Decision)
    grade = text_of("A to F")
    families = fields.List(fields.String(), required=True)
    weakest = fields.String(required=True, allow_none=True)
    reason = text_of("why it is held, or may not be shown")
    label_url = fields.String(
        required=True, allow_none=True, metadata={"description": "its label, for a person"}
    )
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class GapSchema(FigureSchema):
    """Duality gap: end user minus channel partner."""

    of = text_of("paired: on the same transactions", *GAPS)


class EstimateSchema(FigureSchema):
    """One published estimate of one audience."""

    audience = fields.String(required=True, attribute="of", validate=validate.OneOf(AUDIENCES))
    interval_method = fields.String(required=True, allow_none=True)
    n_eff = number_of()
    population = count_of()
    raw = number_of("unweighted")
    base_value = number_of("by base weights")
    with_set_aside = number_of("had the answers been used that the checks set aside")
    without_flagged = number_of("without partners whose pattern is under review")


class ChangeSchema(Schema):
    """Against the last edition of the same kind."""

    id = text_of()
    edition = text_of()
    against = fields.String(required=True, allow_none=True)
    audience = fields.String(required=True, attribute="of", validate=validate.OneOf(AUDIENCES))
    metric = text_of("", *Metric)
    window = fields.Integer(required=True)
    level = text_of("", *Level)
    node = text_of()
    touchpoint = text_of()
    difference = number_of()
    se = number_of()
    ci_low = number_of()
    ci_high = number_of()
    p = number_of()
    q = number_of("after multiplicity")
    verdict = text_of("", *Verdict)
    reason = text_of()
    n = count_of("of the figure it led to")
    grade = text_of("of the figure it led to")
    label_url = text_of("the label of the figure it led to, for a person")
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class FindingSchema(Schema):
    """The outcome of one check."""

    id = text_of()
    edition = text_of()
    check = text_of()
    family = text_of("", *Family)
    severity = text_of("", *Severity)
    state = text_of("", *State)
    audience = fields.String(
        required=True, attribute="of", metadata={"description": "empty for both"}
    )
    window = fields.Integer(required=True, metadata={"description": "0 for every one"})
    level = text_of()
    node = text_of()
    touchpoint = text_of()
    metric = text_of()
    value = number_of()
    warn = number_of()
    fail = number_of()
    what = text_of()
    what_to_do = text_of()
    evidence = fields.Dict(required=True)
    overridden = text_of()
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


def page_form(of: type[Schema]) -> type[Schema]:
    """A page of rows, and where the next one is."""
    parts = {
        "data": fields.List(fields.Nested(of), required=True),
        "links": fields.Nested(PageLinks, required=True),
    }
    return Schema.from_dict(parts, name=of.__name__.replace("Schema", "Page"))


EditionPage = page_form(EditionSchema)
EstimatePage = page_form(EstimateSchema)
GapPage = page_form(GapSchema)
ChangePage = page_form(ChangeSchema)
FindingPage = page_form(FindingSchema)
LABEL = {"type": "object", "description": "The integrity label; its form is docs/label.schema.json"}
