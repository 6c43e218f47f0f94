"""Uploaded files, kept outside the database between preview and import, 24 hours at most.

data folder/uploads/<name nobody can guess>/
    upload.json     kind, file name, by whom
    data, map       the bytes as they came; removed as soon as they are imported
    report.json     what the preview said, later what the import did
    rejected.csv    rejected rows with their reasons
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.config import Settings
from customers.imports.column_maps import NO_MAP, read_column_map
from customers.imports.errors import UploadGoneError
from customers.imports.report import ImportReport
from customers.imports.services import Source

KEPT_FOR = timedelta(hours=24)
NAME_BYTES = 24
NAME_FORM = re.compile(r"[A-Za-z0-9_-]{32}")
LONGEST_FILE_NAME = 200


@dataclass(frozen=True)
class Upload:
    """What was uploaded; `folder` holds it."""

    folder: Path
    kind: str
    file_name: str
    user_id: int | None

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def is_waiting(self) -> bool:
        """Whether the file is still there to be imported."""
        return (self.folder / "data").exists()

    def source(self) -> Source:
        """The file with its column map; raises UploadGoneError once it was imported."""
        map_path = self.folder / "map"
        try:
            data = (self.folder / "data").read_bytes()
        except OSError:
            raise UploadGoneError from None
        column_map = read_column_map(map_path.read_bytes()) if map_path.exists() else NO_MAP
        return Source(self.file_name, data, column_map)

    def report(self) -> ImportReport:
        try:
            return ImportReport.from_json((self.folder / "report.json").read_text("utf-8"))
        except OSError:
            raise UploadGoneError from None

    def rejected(self) -> bytes:
        try:
            return (self.folder / "rejected.csv").read_bytes()
        except OSError:
            raise UploadGoneError from None

    def keep_report(self, report: ImportReport, rejected: bytes) -> None:
        (self.folder / "report.json").write_text(report.to_json(), "utf-8")
        (self.folder / "rejected.csv").write_bytes(rejected)

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget_file(self) -> None:
        for name in ("data", "map"):
            (self.folder / name).unlink(missing_ok=True)


def keep_upload(
    settings: Settings,
    *,
    kind: str,
    file_name: str,
    data: bytes,
    map_data: bytes | None,
    user_id: int | None,
    now: datetime,
) -> Upload:
    """Keep an uploaded file, and clear away those whose time is over."""
    clear_old_uploads(settings, now)
    root = _root(settings)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)
    folder = root / secrets.token_urlsafe(NAME_BYTES)
    folder.mkdir(mode=0o700)
    upload = Upload(folder, kind, tidy_file_name(file_name), user_id)
    about = {**asdict(upload), "folder": None, "kept_at": now.isoformat()}
    (folder / "upload.json").write_text(json.dumps(about), "utf-8")
    (folder / "data").write_bytes(data)
    if map_data is not None:
        (folder / "map").write_bytes(map_data)
    return upload


def find_upload(settings: Settings, name: str, user_id: int | None, now: datetime) -> Upload:
    """The person's own upload; somebody else's, a removed and an invented one answer alike."""
    folder = _root(settings) / name
    if not NAME_FORM.fullmatch(name) or not _is_kept(folder, now):
        raise UploadGoneError
    about = json.loads((folder / "upload.json").read_text("utf-8"))
    if about["user_id"] != user_id:
        raise UploadGoneError
    return Upload(folder, about["kind"], about["file_name"], user_id)


def clear_old_uploads(settings: Settings, now: datetime) -> None:
    root = _root(settings)
    if root.exists():
        for folder in root.iterdir():
            if not _is_kept(folder, now) and not _is_being_made(folder, now):
                shutil.rmtree(folder, ignore_errors=True)


def _is_kept(folder: Path, now: datetime) -> bool:
    try:
        about = json.loads((folder / "upload.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return now - datetime.fromisoformat(about["kept_at"]) < KEPT_FOR


def _is_being_made(folder: Path, now: datetime) -> bool:
    """Another process may be between making the folder and writing what it holds."""
    try:
        made_at = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    except OSError:
        return False
    return not (folder / "upload.json").exists() and now - made_at < KEPT_FOR


def _root(settings: Settings) -> Path:
    return settings.data_folder / "uploads"


def tidy_file_name(name: str) -> str:
    """The last part of a path, without what a page or a log should not print."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[:LONGEST_FILE_NAME] or "file"
