"""Record types of one tagged report and their JSON Schema. This room knows no other."""

from gkbg_nlp.report.records import (
    Block,
    Cell,
    Entity,
    ErrorRecord,
    Finding,
    Indicator,
    Meta,
    Report,
    Source,
    Table,
)
from gkbg_nlp.report.schema import json_schema

__all__ = [
    "Block",
    "Cell",
    "Entity",
    "ErrorRecord",
    "Finding",
    "Indicator",
    "Meta",
    "Report",
    "Source",
    "Table",
    "json_schema",
]
