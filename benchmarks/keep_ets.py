"""AutoETS totals of every held-out origin, for ``backtest.py --kept``: hours of work that no constant here changes.

uv run --no-dev --group benchmarks python benchmarks/keep_ets.py ets.npy
"""

from __future__ import annotations

import sys

import numpy as np
import projections
import public_series


def main() -> None:
    series = public_series.flows()
    cases, _ = public_series.origins(series)
    held = cases[cases["half"] == "held out"].reset_index(drop=True)
    np.save(sys.argv[1], projections.auto_ets(held, series, None).astype(np.float32))


if __name__ == "__main__":
    main()
