"""The seven red ratings of commit 6aaf427 that came out wrong, one by one: what ``assess`` says of them today.

    python benchmarks/seven_red.py

Which seven is printed by ``benchmarks/vietnam.py`` of that commit ("Class and outcome apart"): figures judged on the
day their first source was known, whose goal was met in the end. Prints Markdown.
"""

from __future__ import annotations

import vietnam

import hpbrief as hb

SEVEN = (
    ("budget_revenue_total", "haiphong-merged", 2025, "2025-09-09", "74,000", "R5"),
    ("export_turnover", "haiphong-merged", 2025, "2025-09-09", "22.6", "R6"),
    ("export_turnover", "haiphong-merged", 2025, "2025-10-07", "36", "R5"),
    ("export_turnover", "haiphong-merged", 2025, "2025-11-06", "33.37", "R6"),
    ("tourists", "haiphong-merged", 2025, "2025-09-09", "8.3", "R6"),
    ("budget_revenue_domestic", "haiphong-old", 2023, "2023-10-08", "21,800", "R6"),
    ("budget_revenue_domestic", "haiphong-old", 2023, "2023-11-30", "32,479.8", "R5"),
)


def main() -> None:
    ds = vietnam.whole()
    print("| figure of 6aaf427 | rule then | judged today | class, rule | chance | flags |")
    print("|---|---|---|---|---|---|")
    for name, area, year, day, value, rule in SEVEN:
        a = hb.assess(ds, area=area, year=year, as_of=day, indicators=[name])[name]
        j = a.main
        judged = f"{j.figure.quantity.value} ({j.figure.period.code})" if j else "nothing"
        chance = "–"
        if j and j.projection and j.projection.p_reach is not None:
            chance = f"{100 * j.projection.p_reach:.0f} %"
        print(
            f"| {name}, {area}, {day}: {value} | {rule} | {judged} | {a.computed_class}, {a.rule_id} | {chance} | "
            f"{', '.join(a.flags)} |"
        )


if __name__ == "__main__":
    main()
