"""``gkbg schema``: the JSON Schema of one output line."""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema of one line of the output."""
    import json

    from gkbg_nlp.report.schema import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
