from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.config import Settings, load_settings
from customers.imports.errors import UploadGoneError
from customers.imports.uploads import Upload, find_upload, keep_upload, tidy_file_name


@pytest.fixture
def folder_settings(tmp_path: Path) -> Settings:
    return load_settings({"TWOFOLD_DATA": str(tmp_path)})


def keep(settings: Settings, now: datetime, **changes: object) -> Upload:
    given: dict[str, object] = {
        "kind": "partners",
        "file_name": "p.csv",
        "data": b"key,name\n1,a\n",
        "map_data": None,
        "user_id": 7,
        "now": now,
        **changes,
    }
    return keep_upload(settings, **given)  # type: ignore[arg-type] # named by hand above


def test_an_upload_is_found_again_by_its_person(folder_settings: Settings, now: datetime) -> None:
    upload = keep(folder_settings, now, map_data=b"[columns]\nkey = 'id'\n")

    found = find_upload(folder_settings, upload.name, 7, now + timedelta(hours=1))

    assert found.source().data == b"key,name\n1,a\n"
    assert found.source().column_map.columns == {"key": "id"}


def test_only_the_server_may_look_into_the_folder(folder_settings: Settings, now: datetime) -> None:
    upload = keep(folder_settings, now)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (upload.folder, upload.folder.parent)]

    assert modes == [0o700, 0o700]


@pytest.mark.parametrize("name", ["", ".", "..", "../../etc", "x" * 32, "a/b"])
def test_an_invented_name_opens_nothing(
    folder_settings: Settings, now: datetime, name: str
) -> None:
    keep(folder_settings, now)

    with pytest.raises(UploadGoneError):
        find_upload(folder_settings, name, 7, now)


def test_somebody_elses_upload_answers_like_a_missing_one(
    folder_settings: Settings, now: datetime
) -> None:
    upload = keep(folder_settings, now)

    with pytest.raises(UploadGoneError):
        find_upload(folder_settings, upload.name, 8, now)


def test_an_upload_is_gone_after_a_day(folder_settings: Settings, now: datetime) -> None:
    upload = keep(folder_settings, now)
    later = now + timedelta(hours=24)

    with pytest.raises(UploadGoneError):
        find_upload(folder_settings, upload.name, 7, later)
    keep(folder_settings, later)
    assert not upload.folder.exists()


def test_an_upload_in_the_making_is_not_cleared_away(
    folder_settings: Settings, now: datetime
) -> None:
    made = keep(folder_settings, now).folder.parent / "just-made"
    made.mkdir()

    keep(folder_settings, datetime.fromtimestamp(made.stat().st_mtime, now.tzinfo))

    assert made.exists()


def test_an_imported_file_is_forgotten(folder_settings: Settings, now: datetime) -> None:
    upload = keep(folder_settings, now)

    upload.forget_file()

    assert not upload.is_waiting
    with pytest.raises(UploadGoneError):
        upload.source()


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("C:\\Users\\a\\x.csv", "x.csv"),
        ("../x.csv", "x.csv"),
        ("a\x00\nb.csv", "ab.csv"),
        ("", "file"),
    ],
)
def test_a_file_name_is_its_last_part_without_surprises(name: str, tidy: str) -> None:
    assert tidy_file_name(name) == tidy
