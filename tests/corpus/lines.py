"""Facts as one line each, as the corpus of sentences has them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hpbrief.briefing.briefing import parse_briefing
from hpbrief.briefing.records import to_records
from hpbrief.models import Period


def lines_of(text: str, day: date, area: str) -> list[str]:
    """All facts of a text, in order."""
    return [line_of(row) for row in to_records(parse_briefing(text, document_date=day, area=area))]


def line_of(row: dict[str, Any]) -> str:
    """kind | text | what it says; ``-`` where a key is null."""
    match row["kind"]:
        case "figure" | "goal":
            parts = [
                row["phrase"],
                row["indicator"],
                _amount(row),
                row["qualifier"],
                f"{row['measure']} {row['direction']}",
                _period(row),
                f"{row['basis'] or '-'} {row['obs_status'] or '-'}",
                row["area"],
            ]
        case "period" | "date":
            parts = [_period(row)]
        case "legal_ref":
            parts = [row["number"], row["legal_kind"], row["issuer"]]
        case "directive":
            parts = [row["owner"], f"{row['deadline'] or '-'} {row['deadline_word'] or '-'}"]
        case _:
            counts = (
                f"{row['count']} of {row['of_total'] or '-'}"
                if row["count"] is not None
                else row["indicator"]
            )
            parts = [
                counts,
                f"{row['verdict_status']} {row['reference']}{' inferred' if row['inferred'] else ''}",
            ]
    return " | ".join(str(p) if p is not None else "-" for p in (row["kind"], row["text"], *parts))


def _amount(row: dict[str, Any]) -> str:
    words = str(row["value"])
    if row["value_max"] is not None:
        words += f"..{row['value_max']}"
    if row["of"] is not None:
        words += f"/{row['of']}"
    return f"{words} {row['unit'] or '-'}{row['unit_mult'] or ''}"


def _period(row: dict[str, Any]) -> str | None:
    return Period.from_code(row["period"]).code if row["period"] else None
