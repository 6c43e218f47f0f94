"""What may be shown without giving anybody away."""

from __future__ import annotations

from stats.disclosure.audit_table import Exposure, Protection, TableAudit, audit_table
from stats.disclosure.bands import Band, n_bands, whole_percents, whole_points
from stats.disclosure.complementary import Complement, complementary_suppression
from stats.disclosure.differencing import Register
from stats.disclosure.employees import comments_allowed, employee_suppression
from stats.disclosure.leaks import Leak
from stats.disclosure.nested import NestedComplement, nested_suppression
from stats.disclosure.own_node import OwnNode, own_node_display
from stats.disclosure.p_percent import PPercent, p_percent_of_accounts, p_percent_rule
from stats.disclosure.population import Population, population
from stats.disclosure.primary import (
    Suppression,
    SuppressionRules,
    peer_benchmark_allowed,
    primary_suppression,
)
from stats.disclosure.protect_table import ProtectedTable, ProtectionStep, protect_table
from stats.disclosure.statuses import CellStatus, Viewer

__all__ = [
    "Band",
    "CellStatus",
    "Complement",
    "Exposure",
    "Leak",
    "NestedComplement",
    "OwnNode",
    "PPercent",
    "Population",
    "ProtectedTable",
    "Protection",
    "ProtectionStep",
    "Register",
    "Suppression",
    "SuppressionRules",
    "TableAudit",
    "Viewer",
    "audit_table",
    "comments_allowed",
    "complementary_suppression",
    "employee_suppression",
    "n_bands",
    "nested_suppression",
    "own_node_display",
    "p_percent_of_accounts",
    "p_percent_rule",
    "peer_benchmark_allowed",
    "population",
    "primary_suppression",
    "protect_table",
    "whole_percents",
    "whole_points",
]
