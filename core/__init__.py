"""Plumbing without a domain word."""

from __future__ import annotations

import os

# Before numpy is imported anywhere. The matrices here are small, so that the threads of BLAS mostly
# wait for each other: with one thread a week closes with less than half the CPU, and several times
# sooner on a busy machine. One thread also adds up in one order, which `verify` relies on.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
