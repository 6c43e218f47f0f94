"""Speed beside other packages: raking and the NPS of 240 domains with errors, on the same rows.

Installs the Python peers of benchmarks/peers/ into environments of their own (needs the network
the first time) and uses R where it is installed. Prints for each peer its CPU seconds, ours for
the same part of the job, the ratio, and the largest relative difference of weights, estimates and
errors; ends with 1 when one differs. BLAS takes as many threads as it does by itself, and all are
counted: OPENBLAS_NUM_THREADS=1 spares both sides the waiting of idle ones.
Usage: python benchmarks/peers.py [responses]
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.jobs.raked_nps import LEVELS, Answer, Job, generate, read_answer, write_job
from benchmarks.jobs.raked_nps_ours import count, estimate, weigh
from stats.arrays import FloatArray
from stats.estimation.regression import Residuals

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "benchmarks" / "peers"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "twofold-benchmarks"
OUR_REPEATS = 7
AGREE = 1e-8
LONGEST_SECONDS = 1800
LEAST_RESPONSES = 10_000  # fewer leave some of the domains without an error


@dataclass(frozen=True)
class Peer:
    """A package, its script, and which of our figures are the same: `residuals`, None for none.

    `base_weights` false where it can start from equal weights only; `most` the number of
    responses above which a run takes too long to wait for.
    """

    name: str
    script: str
    residuals: Residuals | None
    note: str
    requirements: str = "requirements.txt"
    variant: str = ""
    repeats: int = 3
    base_weights: bool = True
    most: int = 10_000_000


SURVEY = partial(Peer, script="with_survey.R", residuals=Residuals.CALIBRATE, requirements="")
PEERS = (
    SURVEY("survey svyby", variant="svyby", note="as its manual does it", repeats=1),
    SURVEY("survey svyby sparse", variant="sparse", note="the same, sparse QR", repeats=1),
    SURVEY("survey svyrecvar", variant="onepass", note="all domains in one call, sparse QR"),
    SURVEY("survey QR", variant="qr", note="its sparse QR, the rest by hand: its best path"),
    SURVEY(
        "survey rake",
        residuals=Residuals.RAKE,
        variant="rake",
        note="its other error, all domains in one call",
        repeats=1,
        most=20_000,
    ),
    Peer("svy", "with_svy.py", Residuals.RAKE, "its errors are those of survey's rake"),
    Peer("samplics", "with_samplics.py", Residuals.NONE, "its errors ignore the raking"),
    Peer("ipfn", "with_ipfn.py", None, "weights only, from a table of cells"),
    Peer("balance", "with_balance.py", None, "weights only", "requirements-balance.txt"),
    Peer("weightipy", "with_weightipy.py", None, "equal base weights only", base_weights=False),
)


class NotRun(Exception):
    """A peer that could not be run, in words for the table."""


@dataclass(frozen=True, eq=False)
class Timed:
    """An answer, the median of its CPU seconds, and the version that gave it."""

    answer: Answer
    seconds: float
    version: str = ""


def main(responses: int) -> int:
    """Run all peers; 1 when one disagrees with us."""
    if responses < LEAST_RESPONSES:
        sys.exit(f"Too few for {np.prod(LEVELS[:2])} domains; ask for {LEAST_RESPONSES} or more.")
    job = generate(responses)
    print(
        f"{responses} responses, margins of {LEVELS}, {job.domain_count} domains. CPU seconds of "
        f"all threads, from rows; ours: median of {OUR_REPEATS}.\nDifferences: largest relative, "
        f"of an NPS at least to one point. After the GROUP BY we need {after_counting(job):.4f} s."
        f"\n\n{'peer':<20}{'CPU':>9}{'ours':>9}{'ratio':>8}{'weights':>9}{'NPS':>8}{'error':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        write_job(job, Path(folder))
        worst = [beside(peer, job, Path(folder)) for peer in PEERS]
    if max(worst) > AGREE:
        print(f"\nFigures differ by {max(worst):.0e}, more than {AGREE:.0e}: somebody is wrong.")
    return int(max(worst) > AGREE)


def beside(peer: Peer, job: Job, folder: Path) -> float:
    """Run a peer, print its row of the table, return its largest difference from us."""
    try:
        theirs = run(peer, folder, job.base.size)
    except NotRun as reason:
        print(f"{peer.name:<20} not run: {reason}", flush=True)
        return 0.0
    mine = ours(peer, job)
    apart = differences(theirs.answer, mine.answer)
    row = f"{peer.name:<20}{theirs.seconds:9.3f}{mine.seconds:9.4f}"
    row += f"{theirs.seconds / mine.seconds:8.1f}{'':1}"
    row += "".join(f"{difference:8.0e}" for difference in apart).ljust(24)
    print(f"{row}  {peer.note} ({theirs.version})", flush=True)
    return max(apart)


def ours(peer: Peer, job: Job) -> Timed:
    """The part of the job that a peer does, done and timed by us, weights added for comparison."""
    if not peer.base_weights:
        job = replace(job, base=np.ones(job.base.size))
    if peer.residuals is None:
        return timed(lambda: weigh(job))
    residuals = peer.residuals
    found = timed(lambda: estimate(job, count(job), residuals))
    return replace(found, answer=replace(found.answer, weights=weigh(job).weights))


def after_counting(job: Job) -> float:
    """Our CPU seconds when the cells are there already."""
    cells = count(job)
    return timed(lambda: estimate(job, cells, Residuals.CALIBRATE)).seconds


def timed(work: Callable[[], Answer]) -> Timed:
    """An answer and the median of its CPU seconds, after one run to warm up."""
    answer, seconds = work(), []
    for _ in range(OUR_REPEATS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return Timed(answer, float(np.median(seconds)))


def differences(theirs: Answer, mine: Answer) -> list[float]:
    """Largest relative difference of weights, and of estimates and errors where there are any."""
    parts = [(theirs.weights, mine.weights, 0.0)]
    if mine.estimate is not None:
        parts += [(theirs.estimate, mine.estimate, 1.0), (theirs.se, mine.se, 0.0)]
    return [_largest(first, second, least) for first, second, least in parts]


def _largest(theirs: FloatArray | None, mine: FloatArray | None, least: float) -> float:
    """Infinite where one side gives none, or something that is no number."""
    if theirs is None or mine is None or theirs.shape != mine.shape:
        return float("inf")
    if not (np.isfinite(theirs).all() and np.isfinite(mine).all()):
        return float("inf")
    return float(np.max(np.abs(theirs - mine) / np.maximum(np.abs(mine), least)))


def run(peer: Peer, job: Path, responses: int) -> Timed:
    """Have a peer do the job in a process of its own."""
    if responses > peer.most:
        raise NotRun(f"it takes too long above {peer.most} responses; ask for fewer")
    interpreter = r_script() if not peer.requirements else environment(SCRIPTS / peer.requirements)
    target = Path(tempfile.mkdtemp(dir=job))
    command = [interpreter, SCRIPTS / peer.script, job, target, str(peer.repeats), peer.variant]
    said = call(command, {"PYTHONPATH": str(ROOT)}, peer.name)
    answer, seconds = read_answer(target)
    return Timed(answer, float(np.median(seconds)), said)


def call(command: list[str | Path], extra: dict[str, str], what: str) -> str:
    """The last line of what a command says. Raises NotRun with its last complaint."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            timeout=LONGEST_SECONDS,
            env={**os.environ, **extra},
        )
    except subprocess.CalledProcessError as failed:
        complaint = (failed.stderr or failed.stdout or "no word why").strip().splitlines()[-1]
        raise NotRun(f"{what} failed: {complaint}") from failed
    except subprocess.TimeoutExpired as late:
        raise NotRun(f"not done within {LONGEST_SECONDS} s") from late
    return (done.stdout.strip().splitlines() or [""])[-1]


def r_script() -> Path:
    """R, which nobody installs here."""
    found = shutil.which("Rscript")
    if not found:
        raise NotRun("R is not installed (Debian: r-base-core and r-cran-survey)")
    return Path(found)


def environment(requirements: Path) -> Path:
    """Python with what a file pins, installed once into the cache for each content of the file."""
    content = requirements.read_bytes() + sys.version.encode()
    folder = CACHE / f"{requirements.stem}-{hashlib.sha256(content).hexdigest()[:12]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if not done.exists():
        print(f"Installing {requirements.name} into {folder} …", flush=True)
        uv = [sys.executable, "-m", "uv", "--quiet"]
        call([*uv, "venv", "--clear", "--python", sys.executable, folder], {}, "uv venv")
        call([*uv, "pip", "install", "--python", python, "-r", requirements], {}, "installing")
        done.touch()
    return python


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
