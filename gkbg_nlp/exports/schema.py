"""The tidy tables: name, type and meaning of every column. Arrow schema, SQL, documents and sheets all come from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "real", "boolean", "object", "texts", "spans", "candidates"]

NESTED = ("texts", "spans", "candidates")
"""The types that are lists: JSON text where a format knows no lists."""

MEANING: dict[Type, str] = {
    "text": "Unicode text",
    "integer": "64-bit integer",
    "real": "64-bit floating point",
    "boolean": "true or false; 1 or 0 in SQLite",
    "object": "a JSON object as text",
    "texts": "list of texts",
    "spans": "list of [start, end]: code points into the report's text, end exclusive",
    "candidates": "list of records with value (text), number (real), evidence (spans), rule and reason (text)",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key`` columns are never null."""

    name: str
    type: Type
    description: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One tidy table; rows are tuples in the order of ``columns``."""

    name: str
    description: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(c.name for c in self.columns)

    def index(self, column: str) -> int:
        """The place of a column in a row. Raises ``ValueError`` where there is none of the name."""
        return self.names.index(column)


_C = Column
_LINE = _C(
    "line", "integer", "Line of the input, from 1. Joins the tables: two files of the same bytes have one report_id and two lines.", True
)
_ID = _C("report_id", "text", "The report's id, from its content; `line-N` where the record has none.", True)
_YEAR = _C("year", "integer", "Year that the report is on; the partition in Parquet.")
_BASE = (_LINE, _ID, _YEAR)
_PAGE = _C("page", "integer", "Page, from 1, in formats that have pages.")
_BLOCK = _C("block_id", "text", "The block that it stands in.")
_VALUE = (
    _C("value", "text", "The value as text, numbers in plain digits; null where the text does not say."),
    _C("number", "real", "The value where it is a number, else null."),
    _C("unit", "text", "Measure word or unit as written."),
)
_FILE = (
    _C("path", "text", "Path of the file as it was given.", True),
    _C("format", "text", "Format of the file."),
    _C("encoding", "text", "Encoding of the file."),
    _C("sha256", "text", "SHA-256 of the file, hexadecimal."),
    _C("bytes", "integer", "Size of the file in bytes."),
)

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "reports",
        "One row a report that was read.",
        (
            *_BASE,
            _C("agency", "text", "Issuing body."),
            _C("title", "text", "Title."),
            _C("era", "text", "Era of the format: A to 2013, B to 2018, C to 2020, D after."),
            _C("published", "text", "Date of publication, ISO."),
            _C("model", "text", "Name and version of the section model."),
            *_FILE,
            _C("also", "texts", "Other paths of the same content."),
            _C("facts", "object", "What the page says of itself."),
            _C("schema_version", "text", "Version of the output contract.", True),
            _C("n_characters", "integer", "Length of the text in code points.", True),
            _C("n_blocks", "integer", "Blocks.", True),
            _C("n_entities", "integer", "Entities.", True),
            _C("n_indicators", "integer", "Indicators that the text states.", True),
            _C("n_tables", "integer", "Tables.", True),
            _C("n_findings", "integer", "Findings.", True),
        ),
    ),
    TableSpec(
        "blocks",
        "One row a block, in the order of the text.",
        (
            *_BASE,
            _C("block_id", "text", "report_id + `#b` + the block's number from 0.", True),
            _C("start_char", "integer", "First code point of the block in the report's text.", True),
            _C("end_char", "integer", "End, exclusive.", True),
            _C("role", "text", "title, heading, paragraph, table, signature or boilerplate.", True),
            _C("level", "integer", "Level of a heading."),
            _C("section", "text", "Canonical section; null for title, signature and boilerplate."),
            _C("confidence", "real", "Estimated probability that the section is right."),
            _C("reason", "text", "What decided the section or the role."),
            _C("uncertain", "boolean", "True where the confidence is below the model's threshold."),
            _PAGE,
            _C("text", "text", "The text of the block.", True),
        ),
    ),
    TableSpec(
        "entities",
        "One row an entity, by start, the longer first.",
        (
            *_BASE,
            _C("entity_id", "text", "report_id + `#e` + the entity's number from 0.", True),
            _BLOCK,
            _C("start_char", "integer", "First code point in the report's text.", True),
            _C("end_char", "integer", "End, exclusive.", True),
            _C(
                "label",
                "text",
                "AGENCY, PHONE, FAX, EMAIL, URL, POSTCODE, ADDRESS, COUNT, DATE, LAW, DOCNO, MONEY, PERCENT, MENTION.",
                True,
            ),
            _C("text", "text", "As written.", True),
            *_VALUE,
            _C("section", "text", "Section of its block."),
            _C("rule", "text", "The rule that found it.", True),
            _C("approx", "boolean", "True for 余, 多, 约, 近, 超."),
            _C("value_max", "real", "Upper end of a range."),
            _C("refers_to", "text", "The body that a MENTION means."),
            _C("role", "text", "Whose contact it is: office, complaints, operator."),
            _C("area_code", "text", "Area code of a number without one."),
            _C("level", "text", "Level of an AGENCY: state, province, city, county, township."),
            _C("code", "text", "Administrative code of an AGENCY's place."),
            _C("counted", "text", "What a COUNT counts."),
            _C("channel", "text", "The channel of what is counted."),
            _C("period", "text", "year or total (since the beginning)."),
        ),
    ),
    TableSpec(
        "indicators",
        "One row a report and indicator that the text states.",
        (
            *_BASE,
            _C("agency", "text", "Issuing body."),
            _C("indicator_id", "text", "report_id + `#` + name.", True),
            _C("name", "text", "The indicator (docs/indicators.md).", True),
            *_VALUE,
            _C("approx", "boolean", "True for 约, 余, 多."),
            _C("scope", "text", "body: the body's own figure; area: of the whole area; null where the text says neither."),
            _C("rule", "text", "The rule that read it.", True),
            _C("evidence", "spans", "The spans that state it.", True),
            _C("evidence_text", "texts", "The text of each span.", True),
            _C("candidates", "candidates", "Other values that the text offered, and why they lost."),
        ),
    ),
    TableSpec(
        "tables",
        "One row a cell of a table.",
        (
            *_BASE,
            _C("table_id", "text", "report_id + `#t` + the table's number from 0.", True),
            _C("cell_id", "text", "table_id + `r` row `c` column.", True),
            _BLOCK,
            _PAGE,
            _C("caption", "text", "Caption of the table."),
            _C("row_no", "integer", "Row, from 0.", True),
            _C("col_no", "integer", "Column, from 0.", True),
            _C("rowspan", "integer", "Rows that the cell spans.", True),
            _C("colspan", "integer", "Columns that the cell spans.", True),
            _C("text", "text", "The text of the cell.", True),
        ),
    ),
    TableSpec(
        "findings",
        "One row a doubt about a report that was read.",
        (
            *_BASE,
            _C("finding_id", "text", "report_id + `#f` + the finding's number from 0.", True),
            _C("code", "text", "What kind of doubt.", True),
            _C("severity", "text", "info, warning or error.", True),
            _C("message", "text", "In words.", True),
            _C("spans", "spans", "The places in the text.", True),
        ),
    ),
    TableSpec(
        "errors",
        "One row an error of an input that could not be read; such an input stands in no other table.",
        (
            *_BASE,
            *_FILE,
            _C("code", "text", "What kind of error.", True),
            _C("message", "text", "In words.", True),
        ),
    ),
)

BY_NAME: dict[str, TableSpec] = {table.name: table for table in TABLES}
