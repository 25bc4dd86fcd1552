"""The JSON Schema of one output line, made from the record types."""

from __future__ import annotations

from typing import Any

import msgspec

from gkbg_nlp.report.records import SCHEMA_VERSION, Report


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of :class:`Report`."""
    schema = msgspec.json.schema(Report)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"gkbg tag output, schema version {SCHEMA_VERSION}",
        **schema,
    }
