"""Mentions as programs read them."""

from __future__ import annotations

from marshmallow import Schema, fields

from core.api.paging import PageLinks, PageQuery


class MentionsQuery(PageQuery):
    source = fields.String(load_default=None)
    touchpoint = fields.String(load_default=None)
    partner = fields.String(load_default=None)


class MentionSchema(Schema):
    key = fields.String(required=True, attribute="row.key")
    source = fields.String(required=True, attribute="row.source")
    url = fields.String(required=True, allow_none=True, attribute="row.url")
    written_at = fields.AwareDateTime(required=True, format="iso", attribute="row.written_at")
    received_at = fields.AwareDateTime(required=True, format="iso")
    language = fields.String(required=True, allow_none=True, attribute="row.language")
    text = fields.String(required=True, attribute="row.text")
    touchpoint = fields.String(required=True, allow_none=True, attribute="row.touchpoint")
    partner = fields.String(required=True, allow_none=True, attribute="row.partner")


class MentionPage(Schema):
    data = fields.List(fields.Nested(MentionSchema), required=True)
    links = fields.Nested(PageLinks, required=True)
