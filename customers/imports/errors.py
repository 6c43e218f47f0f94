"""What can go wrong while a file is read.

CustomersError
└── ImportRefusedError            the file as a whole; nothing was written
    ├── FileRefusedError          empty, not text, quotation marks that do not close
    │   └── FileTooLargeError     above the limit; refused before it is read
    ├── ColumnMapError            a column map that cannot be used
    ├── ColumnsRefusedError       columns that are missing, unknown or there twice
    ├── RejectedRowsError         rows were rejected and leaving them out was not confirmed
    ├── NothingToImportError      no row can be imported
    ├── PreviewOutdatedError      what the preview said no longer holds
    └── UploadGoneError           the uploaded file was removed, or never was

CellError                         one cell; becomes the reason of a rejected row, never a page
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from core.errors import Fault
from customers.errors import CustomersError


class ImportRefusedError(CustomersError):
    """The file as a whole is refused; nothing was written."""


class FileRefusedError(ImportRefusedError):
    """The text says what is wrong with the file and how to save it."""


class FileTooLargeError(FileRefusedError):
    fault = Fault.TOO_LARGE

    def __init__(self, size_bytes: int, limit_bytes: int) -> None:
        super().__init__(
            f"The file has {size_bytes / 2**20:,.1f} MB, the limit is {limit_bytes / 2**20:,.0f} "
            "MB. Split it, or set TWOFOLD_UPLOAD_LIMIT_MB higher."
        )


class ColumnMapError(ImportRefusedError):
    """The text names the entry of the column map and what it may be."""


class ColumnsRefusedError(ImportRefusedError):
    """The text lists what was found and what it may have meant."""


class RejectedRowsError(ImportRefusedError):
    fault = Fault.CONFLICT

    def __init__(self, accepted_count: int, rejected_count: int) -> None:
        super().__init__(
            f"{rejected_count:,} rows were rejected, so nothing was written. Correct them, or "
            f"confirm to import {accepted_count:,} and leave out {rejected_count:,}."
        )


class NothingToImportError(ImportRefusedError):
    def __init__(self, rejected_count: int) -> None:
        super().__init__(
            f"Every row of the file was rejected ({rejected_count:,}), so nothing was written. "
            "Look at the reasons, correct the file or the column map, and try again."
        )


class PreviewOutdatedError(ImportRefusedError):
    fault = Fault.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "Something was changed since the preview, and more rows would be rejected now. "
            "Nothing was written: look at the new preview and confirm again."
        )


class UploadGoneError(ImportRefusedError):
    fault = Fault.GONE

    def __init__(self) -> None:
        super().__init__(
            "This upload is no longer there: a file is kept until it is imported, 24 hours at "
            "most. Upload it again."
        )


class CellError(ValueError):
    """The reason why a cell cannot be read, for the person who will correct it."""


def closest(name: str, known: Iterable[str]) -> str:
    """ " (did you mean 'x'?)" where something is close, else nothing."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    match = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f" (did you mean {by_lower[match[0]]!r}?)" if match else ""
