"""Write the JSON Schema of summary.json that ships: `python -m tools.make_schema`."""

from __future__ import annotations

from formcheck.core.records.summary_schema import summary_schema_json
from formcheck.resources import summary_schema

if __name__ == "__main__":
    summary_schema().write_text(summary_schema_json(), encoding="utf-8")
