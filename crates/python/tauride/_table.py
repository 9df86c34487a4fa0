"""Tables in memory."""

from __future__ import annotations

from dataclasses import dataclass

from . import _native


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its name, the same as in the Parquet file of a run.
        type: Its Arrow type.
        unit: Unit of its values, or empty.
        meaning: What it holds, in a line.
    """

    name: str
    type: str
    unit: str
    meaning: str


class Table:
    """A table in memory, with the columns of the Parquet file that the program writes.

    It speaks Arrow's PyCapsule interface: `polars.DataFrame(table)`, `pyarrow.table(table)`,
    `pandas.DataFrame.from_arrow(table)` (pandas 3) and DuckDB (by way of `pyarrow.table`) read its memory
    without a copy. Identifiers are dictionary-encoded.
    """

    def __init__(self, native: _native.Table, name: str) -> None:
        self._native = native
        self.name = name
        """Name of the table."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._native)

    def __repr__(self) -> str:
        return f"<tauride.Table {self.name}: {len(self):,} rows, {len(self.columns)} columns>"

    @property
    def columns(self) -> list[Column]:
        """Name, type, unit and meaning of each column."""
        return [Column(*column) for column in self._native.columns()]

    @property
    def metadata(self) -> dict[str, str]:
        """What a row stands for, and what the table is of: scenario, seed, scale, settings, version."""
        return self._native.metadata

    def __arrow_c_schema__(self) -> object:
        """The schema, as a PyCapsule of Arrow's C data interface."""
        return self._native.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows, as a PyCapsule of Arrow's C stream interface; the schema asked for is not applied."""
        return self._native.__arrow_c_stream__(requested_schema)
