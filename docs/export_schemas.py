"""Write the JSON Schema of each model that leaves the package to docs/schemas."""

import json
from pathlib import Path

from hpbrief.models import Briefing, Finding, ScorecardRecord, Tables

FOLDER = Path(__file__).parent / "schemas"


def schema_text(model: type) -> str:
    return json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for model in (Briefing, Finding, ScorecardRecord, Tables):
        (FOLDER / f"{model.__name__}.json").write_text(schema_text(model), "utf-8")
