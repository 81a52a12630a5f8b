"""How much of the annotated briefings is read: F1 of each kind of fact, then the rate of each field.

python benchmarks/reading.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "corpus"))

from scoring import SETS, score


def main() -> None:
    tables = {name: score(name).rates() for name in SETS}
    print(f"{'':26}" + "".join(f"{name:>8}" for name in SETS))
    for field in next(iter(tables.values())):
        print(f"{field:26}" + "".join(f"{tables[name].get(field, 1.0):8.3f}" for name in SETS))


if __name__ == "__main__":
    main()
