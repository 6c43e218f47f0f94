"""The exploring library, out of its own Python package: nothing of it is kept in this tree."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

# The library puts a style element into the page unless one with this name is there already.
STYLE_NAMES = re.compile(rb'getElementById\("([0-9a-f]{64})"\)')
LEVEL = 9


@dataclass(frozen=True)
class Library:
    """The script, compressed once; `style_names` are elements it looks for before adding styles."""

    digest: str
    script: bytes
    compressed: bytes
    style_names: tuple[str, ...]


@lru_cache(maxsize=1)
def load_library() -> Library:
    """Read and compressed once in a process, and only when somebody explores."""
    script = _path().read_bytes()
    names = dict.fromkeys(name.decode() for name in STYLE_NAMES.findall(script))
    # The first digits of its hash, so that the address names the content.
    digest = hashlib.sha256(script).hexdigest()[:16]
    return Library(digest, script, gzip.compress(script, LEVEL, mtime=0), tuple(names))


def _path() -> Path:
    # Found, not imported: importing it would take a second and draw nothing here.
    found = find_spec("plotly")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
