"""One row seen through a mapping: conditions, and the value that a rule takes from its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases import text as signs
from cases.imports import days
from cases.imports.mapping import Condition, FacilityTerm, Mapping, Rule, fold, template_columns

ISO_MONTH = 7
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


class CellRefused(Exception):
    """A cell of the row has no value that can be taken: the column, and a sentence. `word`: the text, where somebody can
    say what it means."""

    def __init__(self, column: str, sentence: str, word: str = "") -> None:
        self.column, self.sentence, self.word = column, sentence, word
        self.field = ""  # of the record, which whoever reads the row knows
        super().__init__(sentence)


@dataclass
class Row:
    """The cells of one row by column. What stands for "nothing" in this source is the empty text here."""

    number: int
    cells: dict[str, str]
    mapping: Mapping
    used: set[str] = field(default_factory=set)  # columns that a value or a note has taken in
    doubts: list[str] = field(default_factory=list)  # sentences for whoever reads the preview

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
        try:
            partial = days.readable(" ".join(text.split()), rule)
        except ValueError as wrong:
            raise CellRefused(column, str(wrong)) from wrong
        if rule.month_only and self.holds(rule.month_only) and partial.exact:
            return partial.edtf[:ISO_MONTH], f"{column}: the source says that the day in “{text}” is not exact."
        doubt = f"{column}: “{text}” is no day of the calendar; kept as text." if partial.impossible else ""
        return partial.text, doubt


def yes_no(text: str, column: str) -> bool:
    """True or false. Raises CellRefused for anything else."""
    try:
        return YES_NO[fold(text)]
    except KeyError:
        raise CellRefused(column, f"“{text}” is neither yes nor no.") from None
