"""The command and what it leaves on disk."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

TWOFOLD = Path(sys.executable).with_name("twofold")


def test_what_is_written_is_for_its_own_user_alone_even_in_an_open_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    subprocess.run([TWOFOLD, "migrate"], env={"TWOFOLD_DATA": str(tmp_path)}, check=True)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"secret.key", "twofold.sqlite"}
    assert [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
