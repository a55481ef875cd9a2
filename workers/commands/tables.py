"""Tables for people on a terminal."""

from rich.table import Table


def table_of(name: str, *columns: str, text: str | None = None) -> Table:
    """Return a table with a column of names, columns of numbers, and perhaps one of text at the end."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column(name, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    if text:
        table.add_column(text)
    return table


def at_most(records: int, *, exact: bool) -> str:
    """Write a number of records, which may be more than there are."""
    return f"{records:,}" if exact else f"≤ {records:,}"
