"""What had to be guessed about the columns of a table, and which of them are not used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.read.tabular.column_heads import Part
from analyzer.read.tabular.columns import Table
from analyzer.records import ReadWarning

_SHOWN = 12
_CHOOSE = "to read another column as the talk, name it “text” and this one otherwise"


def table_warnings(table: Table) -> Iterator[ReadWarning]:
    """One warning for each kind of guess, and one for all columns that are not used."""
    layout, line = table.layout, table.head_line
    guessed = [part for part in layout.guessed if part in layout.parts]
    if guessed:
        taken = ", ".join(
            f"column {table.name_of(layout.parts[part])} for the {part.value}" for part in guessed
        )
        yield ReadWarning(message=f"taken by their content: {taken}.", source_line=line)
    if layout.asides:
        text = table.name_of(layout.parts[Part.TEXT])
        message = (
            f"{_columns(table, layout.asides)} {_hold(layout.asides)} text beside the talk, kept "
            f"as outside text; the talk is column {text} ({_CHOOSE})."
        )
        yield ReadWarning(message=message, source_line=line)
    if layout.doubled:
        names = _columns(table, layout.doubled)
        message = f"{names} {_hold(layout.doubled)} the words of the talk again, taken once."
        yield ReadWarning(message=message, source_line=line)
    unused = [*layout.unused]
    if Part.TITLE in layout.parts and len(set(table.column(Part.TITLE))) > 1:
        unused.append(layout.parts[Part.TITLE])
    if unused:
        message = f"not used: {_columns(table, unused)}."
        yield ReadWarning(message=message, source_line=line)
    talks = {cell for cell in table.column(Part.TALK) if cell}
    if len(talks) > 1:
        name = table.name_of(layout.parts[Part.TALK])
        message = (
            f"column {name} names {len(talks)} talks, which are read as one; give a command the "
            "CSV file, or split it where the column changes, to get a session of each."
        )
        yield ReadWarning(message=message, source_line=line)


def _columns(table: Table, indexes: Sequence[int]) -> str:
    names = [table.name_of(index) for index in indexes]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    word = "column" if len(names) == 1 else "columns"
    return f"{word} {', '.join(names[:_SHOWN])}{more}"


def _hold(indexes: Sequence[int]) -> str:
    return "holds" if len(indexes) == 1 else "hold"
