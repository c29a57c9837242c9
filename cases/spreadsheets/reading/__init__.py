"""Reading a table out of a file that somebody else made: CSV of any kind, XLSX, ODS. No Django, no trust.

`read_table` gives a whole `Table` or raises `Unreadable` with a sentence; the parsing runs in a child process with
limits on memory and time, so a file made to do harm can harm nothing but itself.
"""

from cases.spreadsheets.reading.sandbox import read_table
from cases.spreadsheets.reading.table import Limits, Table, Unreadable

__all__ = ["Limits", "Table", "Unreadable", "read_table"]
