"""Every kind of import there is."""

from __future__ import annotations

import customers.imports.catalogue
from customers.imports.catalogue import Kinds
from feedback.imports.responses import ResponsesImport

KINDS: Kinds = (*customers.imports.catalogue.KINDS, ResponsesImport())
