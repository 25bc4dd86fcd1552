"""Lines of ``gkbg tag`` -> tidy tables in the forms that other programs read: Parquet, CSV, XLSX, DuckDB, SQLite, DocBin, pictures."""

from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.frames import read_reports

__all__ = ["ExportError", "read_reports"]
