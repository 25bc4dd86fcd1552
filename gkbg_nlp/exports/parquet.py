"""Parquet: ``OUT/<table>/year=YYYY/part-N.parquet``, a dataset that every reader of hive partitions takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkbg_nlp.exports.arrow import EXTRA, arrow_schema, record_batch
from gkbg_nlp.exports.errors import need
from gkbg_nlp.exports.lines import Tally, chunks

if TYPE_CHECKING:
    import pyarrow

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""The folder of rows without a year, by the convention of hive."""
HELD_BYTES = 64_000_000
"""So much is held back, as Arrow, to make row groups of some size."""
OPEN_FILES = 100
"""More part files are never open; systems allow a process some hundred files."""

Partition = tuple[str, int | None]


class PartitionedWriter:
    """Record batches of every table into part files by year. Use as a context manager: leaving it closes the files."""

    def __init__(self, folder: Path, held_bytes: int = HELD_BYTES, open_files: int = OPEN_FILES) -> None:
        self._folder, self._limit, self._open_files = folder, held_bytes, open_files
        self._held: dict[Partition, list[pyarrow.RecordBatch]] = {}
        self._bytes = 0
        self._open: dict[Partition, Any] = {}  # in the order of their last use
        self._parts: dict[Partition, int] = {}
        self._seen: set[str] = set()

    def add(self, table: str, batch: pyarrow.RecordBatch) -> None:
        """Take a batch of a table; its rows keep their order within each year."""
        pc = need("pyarrow.compute", EXTRA)
        self._seen.add(table)
        for year in pc.unique(batch["year"]).to_pylist():
            mine = pc.is_null(batch["year"]) if year is None else pc.equal(batch["year"], year)
            part = batch.filter(mine).drop_columns(["year"])
            self._held.setdefault((table, year), []).append(part)
            self._bytes += part.nbytes
        if self._bytes >= self._limit:
            self._flush()

    def _flush(self) -> None:
        pa = need("pyarrow", EXTRA)
        for partition, batches in self._held.items():
            self._writer(partition).write_table(pa.Table.from_batches(batches))
        self._held.clear()
        self._bytes = 0

    def _writer(self, partition: Partition) -> Any:
        writer = self._open.pop(partition, None)
        if writer is None:
            if len(self._open) >= self._open_files:
                self._open.pop(next(iter(self._open))).close()
            table, year = partition
            number = self._parts.get(partition, 0)
            self._parts[partition] = number + 1
            file = self._folder / table / f"year={NO_YEAR if year is None else year}" / f"part-{number}.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            schema = arrow_schema(table)
            writer = need("pyarrow.parquet", EXTRA).ParquetWriter(file, schema.remove(schema.get_field_index("year")), compression="zstd")
        self._open[partition] = writer
        return writer

    def finish(self) -> None:
        """Write what is held back; a table without a row gets a part without rows, so that readers find its columns."""
        for table in sorted(self._seen - {name for name, _ in (*self._parts, *self._held)}):
            self._held[table, None] = [record_batch(table, [[]] * len(arrow_schema(table))).drop_columns(["year"])]
        self._flush()

    def __enter__(self) -> PartitionedWriter:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.popitem()[1].close()


def write(source: str, place: Path, tables: Sequence[str], tally: Tally) -> list[str]:
    """Write the tables of ``source`` as a dataset into the new folder ``place``; gives notices, of which there are none.

    Raises:
        ExportError: a line is broken, or pyarrow is not installed.
        OSError: the folder cannot be written to.
    """
    need("pyarrow", EXTRA)
    place.mkdir()
    with PartitionedWriter(place) as writer:
        for chunk in chunks(source, tables, tally):
            for table, columns in chunk.items():
                writer.add(table, record_batch(table, columns))
        writer.finish()
    return []


def read(folder: Path, table: str) -> pyarrow.Table:
    """A table of a dataset, columns in the order of the schema, rows in the order of the input.

    Raises:
        ExportError: the folder does not hold the table, or pyarrow is not installed.
    """
    from gkbg_nlp.exports.errors import ExportError

    pa, dataset = need("pyarrow", EXTRA), need("pyarrow.dataset", EXTRA)
    if not (folder / table).is_dir():
        raise ExportError(f"{folder}: there is no table {table} in it: export it with gkbg export --format parquet")
    partitioning = dataset.partitioning(pa.schema([("year", pa.int64())]), flavor="hive")
    schema = arrow_schema(table)
    whole = dataset.dataset(folder / table, schema=schema, partitioning=partitioning, format="parquet").to_table()
    return whole.select(schema.names).sort_by("line")
