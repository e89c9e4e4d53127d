"""An Excel workbook of tables. Text stays text: no cell of it is ever a formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from formcheck.edges.export import Cell
from formcheck.errors import MissingExtraError

__all__ = ["write_workbook"]

_LONGEST = 32_000
"""Characters that a cell of Excel's holds, and a little less."""


def write_workbook(
    path: Path, sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]
) -> None:
    """Write one sheet a table: (head, rows) by the sheet's name.

    Missing numbers are empty cells. Sheet names are cut to the 31 characters that Excel
    allows.

    Raises
    ------
    MissingExtraError
        What writes workbooks is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
    except ImportError as error:
        raise MissingExtraError("an Excel workbook", "lab") from error

    book = Workbook()
    book.remove(book.worksheets[0])

    def put(sheet: Any, row: int, column: int, value: Cell) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            value = None
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # "=..." too
            cell.quotePrefix = True
        return cell

    for name, (head, rows) in sheets.items():
        sheet: Any = book.create_sheet(name[:31])
        for column, text in enumerate(head, 1):
            put(sheet, 1, column, text).font = Font(bold=True)
            letter = get_column_letter(column)
            sheet.column_dimensions[letter].width = max(10, len(text) + 3)
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                put(sheet, number, column, value)
        sheet.freeze_panes = "A2"
    # Not straight to the disk: where that is full, what writes archives says so once
    # more when it is thrown away, with a traceback.
    whole = BytesIO()
    book.save(whole)
    path.write_bytes(whole.getbuffer())
