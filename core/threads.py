"""One thread for linear algebra. Import before numpy.

The matrices here are small: several threads cost more than they give, fight with each other where
cores are few, and may add up in another order.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
