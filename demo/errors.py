"""What can go wrong with the demo programme.

DemoError                   anything about the demo, for a person to read
├── RealDataError           the database holds a real programme; the demo never touches it
├── DemoExistsError         the demo was loaded here before
└── NoTruthError            the folder holds no truth file of a loaded demo
"""

from __future__ import annotations

from core.errors import TwofoldError


class DemoError(TwofoldError):
    """Something about the demo programme."""


class RealDataError(DemoError):
    """The database already belongs to a real programme."""


class DemoExistsError(DemoError):
    """The demo is in this database already, whole or in part."""


class NoTruthError(DemoError):
    """No simulated truth is stored where it was looked for."""
