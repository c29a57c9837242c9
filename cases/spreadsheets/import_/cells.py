"""One row seen through a mapping: conditions, and the value that a rule takes from its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from cases.domain import characters as signs
from cases.domain.citations import Laws
from cases.domain.dates import EMPTY, PartialDate
from cases.spreadsheets.import_ import date_columns
from cases.spreadsheets.mapping.schema import NOT_HELD, Condition, FacilityTerm, Mapping, Rule, fold, template_columns

DAY_OF_WORKBOOK = re.compile(r"\d{4}-\d\d(?:-\d\d(?: \d\d:\d\d:\d\d)?)?")
ISO_MONTH = 7
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


class CellRefused(Exception):
    """A cell of the row has no value that can be taken: the column, and a sentence. `word`: the text, where somebody can
    say what it means."""

    def __init__(self, column: str, sentence: str, word: str = "", *, noted: bool = False) -> None:
        self.column, self.sentence, self.word = column, sentence, word
        self.noted = noted  # the text goes into the notes, whatever the mapping says of cells that cannot be read
        self.field = ""  # of the record, which whoever reads the row knows
        super().__init__(sentence)


@dataclass(frozen=True)
class ListContext:
    """What a row cannot say by itself. `laws`: by the code that is meant where a cell of charges names none, those it may be of.
    `date_orders`: by column, which number of a date such as 03/04/2021 the other rows show to be first. `doubted`: by row
    and column, cells that the spreadsheet may have made a date of, with a sentence."""

    laws: dict[str, Laws] = field(default_factory=dict)
    date_orders: dict[str, str] = field(default_factory=dict)
    doubted: dict[tuple[int, str], str] = field(default_factory=dict)
    from_workbook: bool = False


@dataclass
class Row:
    """The cells of one row by column. What stands for "nothing" in this source is the empty text here."""

    number: int
    cells: dict[str, str]
    mapping: Mapping
    context: ListContext = field(default_factory=ListContext)
    used: set[str] = field(default_factory=set)  # columns that a value or a note has taken in
    doubts: list[str] = field(default_factory=list)  # sentences for whoever reads the preview
    words: list[tuple[str, str]] = field(
        default_factory=list
    )  # ("custody.facility", word) that are kept as notes meanwhile
    awaiting: str = ""  # the cell that says that there is no sentence yet

    def cell(self, column: str) -> str:
        """The text of a cell, stripped; "" where the file has no such column."""
        return self.cells.get(column, "")

    def typed(self, column: str) -> str:
        """The text of a cell as a form would take it: without characters that nobody sees, which is doubted.

        Raises CellRefused for one that makes it read otherwise than it is written.
        """
        text = self.cell(column)
        if text.isprintable():
            return text
        marks = signs.marks(text)
        if overriding := [sign for sign in marks if sign in signs.OVERRIDES]:
            named = ", ".join(map(signs.called, overriding))
            raise CellRefused(column, f"“{signs.shown(text)}” holds {named}. Type it anew without.")
        if marks:
            self.doubts.append(f"{column}: left out, as nobody sees it: {', '.join(map(signs.called, marks))}.")
            text = signs.without_marks(text).strip()
        return text

    def facility(self, text: str) -> FacilityTerm | None:
        """The place of detention that the text means in this source."""
        return self.mapping.places.get(fold(text))

    def holds(self, condition: Condition) -> bool:
        """Whether the condition is true of this row."""
        if condition.any:
            return any(self.holds(each) for each in condition.any)
        return any(self._holds(condition, self.cell(column)) for column in condition.columns)

    def _holds(self, condition: Condition, text: str) -> bool:
        if condition.filled is not None:
            return bool(text) == condition.filled
        if condition.one_of:
            return fold(text) in {fold(each) for each in condition.one_of}
        if condition.contains:
            return any(fold(each) in fold(text) for each in condition.contains)
        if fold(text) in self.mapping.not_held:
            return NOT_HELD in condition.facility_kind
        place = self.facility(text)
        return (place.kind if place else "?" if text else "") in condition.facility_kind

    def all_hold(self, conditions: tuple[Condition, ...]) -> bool:
        """Whether every one is true of this row."""
        return all(self.holds(each) for each in conditions)

    def take(self, rule: Rule) -> tuple[str, str]:
        """(text, column) that the rule takes: its table applied, its default where nothing is given.

        Raises CellRefused for a text that is not in the table, or that nobody may type.
        """
        self.used.update(rule.month_only.all_columns if rule.month_only else ())
        if rule.when and not self.all_hold(rule.when):
            return rule.otherwise, ""
        if rule.value:
            return rule.value, ""
        if rule.template:
            self.used.update(template_columns(rule.template))
            return self._filled_in(rule.template), template_columns(rule.template)[0]
        column = next((column for column in rule.columns if self.cell(column)), rule.columns[0])
        text = self.typed(column)
        self.used.add(column)
        if rule.table and (text or "" in rule.table):
            if fold(text) not in rule.table and not rule.open_table:
                sentence = f"“{text}” is not in the mapping's table. Add it there with what it means."
                raise CellRefused(column, sentence, text)
            text = rule.table.get(fold(text), text)
        return text or rule.default, column

    def _filled_in(self, template: str) -> str:
        text = template
        for column in template_columns(template):
            text = text.replace("{" + column + "}", " ".join(self.typed(column).split()))
        return text

    def date(self, rule: Rule, text: str, column: str) -> tuple[str, str]:
        """(text of a partial date, doubt): numbers put in order as the mapping declares, the day dropped if not known.

        Raises CellRefused where it cannot be read, or can be read in two ways.
        """
        plain = " ".join(text.split())
        doubt = self.context.doubted.get((self.number, column), "")
        try:
            partial = date_columns.readable(plain, rule)
        except ValueError as wrong:
            partial = self._as_in_column(plain, rule, column)
            if not partial:
                raise CellRefused(column, " ".join(filter(None, (str(wrong), doubt))), noted=bool(doubt)) from wrong
        if rule.month_only and self.holds(rule.month_only) and partial.exact:
            return partial.edtf[:ISO_MONTH], f"{column}: the source says that the day in “{text}” is not exact."
        doubt = f"{column}: “{text}” is no day of the calendar; kept as text." if partial.impossible else ""
        return partial.text, doubt

    def check_no_date(self, column: str, text: str) -> None:
        """Refuse what a spreadsheet may have made a date of: case number 3-22 is "Mar-22" there. Raises CellRefused."""
        doubt = self.context.doubted.get((self.number, column), "")
        if doubt:
            raise CellRefused(column, f"“{text}”: {doubt}", noted=True)
        if self.context.from_workbook and DAY_OF_WORKBOOK.fullmatch(text):
            sentence = f"“{text}” is a date in the spreadsheet, which may have made it of something else."
            raise CellRefused(column, sentence, noted=True)

    def _as_in_column(self, text: str, rule: Rule, column: str) -> PartialDate:
        """An ambiguous date as the other rows of its column write theirs; EMPTY where they do not settle it."""
        order = self.context.date_orders.get(column, "")
        if not order or not date_columns.is_numeric(text):
            return EMPTY
        try:
            partial = date_columns.readable(text, replace(rule, dates=order))
        except ValueError:
            return EMPTY
        first = "day" if order == "day_first" else "month"
        self.doubts.append(
            f"{column}: “{text}” is read with the {first} first, as other rows of this column are written."
        )
        return partial


def yes_no(text: str, column: str) -> bool:
    """True or false. Raises CellRefused for anything else."""
    try:
        return YES_NO[fold(text)]
    except KeyError:
        raise CellRefused(column, f"“{text}” is neither yes nor no.") from None
