"""The ready views of a database, in SQL that DuckDB and SQLite both read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view: what a row of it is, the tables that it needs, its query."""

    name: str
    description: str
    needs: tuple[str, ...]
    sql: str


VIEWS: tuple[View, ...] = (
    View(
        "series",
        "One row an agency, year and indicator that is a number. Where several reports of one agency and year state it, the first line's "
        "number stands in `number`; `reports` counts them, `lowest` and `highest` show whether they agree.",
        ("indicators",),
        """SELECT agency, year, name, number, unit, scope, report_id, line, reports, lowest, highest
FROM (
  SELECT agency, year, name, number, unit, scope, report_id, line,
    COUNT(*) OVER (PARTITION BY agency, year, name) AS reports,
    MIN(number) OVER (PARTITION BY agency, year, name) AS lowest,
    MAX(number) OVER (PARTITION BY agency, year, name) AS highest,
    ROW_NUMBER() OVER (PARTITION BY agency, year, name ORDER BY line) AS place
  FROM indicators
  WHERE number IS NOT NULL AND agency IS NOT NULL AND year IS NOT NULL AND name <> 'year'
) AS ranked
WHERE place = 1""",
    ),
    View(
        "coverage",
        "One row a report and section that it has: how many blocks and characters, the lowest confidence, how many blocks are uncertain.",
        ("reports", "blocks"),
        """SELECT r.line, r.report_id, r.agency, r.year, b.section, COUNT(*) AS n_blocks, SUM(b.end_char - b.start_char) AS n_characters,
  MIN(b.confidence) AS lowest_confidence, SUM(CASE WHEN b.uncertain THEN 1 ELSE 0 END) AS n_uncertain
FROM reports AS r JOIN blocks AS b ON b.line = r.line
WHERE b.section IS NOT NULL
GROUP BY r.line, r.report_id, r.agency, r.year, b.section""",
    ),
    View(
        "duplicates_agency_year",
        "One row a report whose agency and year another line has too: the same file twice (one report_id), or two versions.",
        ("reports",),
        """SELECT r.agency, r.year, d.reports, d.contents, r.line, r.report_id, r.path, r.title
FROM reports AS r JOIN (
  SELECT agency, year, COUNT(*) AS reports, COUNT(DISTINCT report_id) AS contents
  FROM reports WHERE agency IS NOT NULL AND year IS NOT NULL
  GROUP BY agency, year HAVING COUNT(*) > 1
) AS d ON d.agency = r.agency AND d.year = r.year""",
    ),
)


def views_of(tables: Collection[str]) -> list[View]:
    """The views that a database of these tables can have."""
    return [view for view in VIEWS if set(view.needs) <= set(tables)]
