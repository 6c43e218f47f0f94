"""Plumbing without a domain word."""

from __future__ import annotations

import os

# Before numpy is imported anywhere. The matrices here are small, so that OpenBLAS's threads mostly
# wait for each other: with one thread a week closes with less than half the CPU, and several times
# sooner on a busy machine. One thread also adds up in one order, which `verify` relies on.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
