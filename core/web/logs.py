"""What must not stand in a log: the codes of links."""

from __future__ import annotations

import logging
import re

from flask import Flask

from core.web.headers import CODE_PATHS

CODES = re.compile(rf"({'|'.join(map(re.escape, CODE_PATHS))})[^\s\"']+")


class WithoutCodes(logging.Filter):
    """Leaves the kind of link in a line and takes away the rest: an open link's address may name
    a transaction under a second code, or in a reference that is signed."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = CODES.sub(r"\1…", record.getMessage()), ()
        return True


def register_log_filter(app: Flask) -> None:
    """For Flask's own line on an error, and the errors of the pages."""
    for name in (app.logger.name, "core.web.errors"):
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutCodes) for known in logger.filters):
            logger.addFilter(WithoutCodes())
