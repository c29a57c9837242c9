"""What becomes of the cells of a few rows under a mapping that is being made, and which words of the list nobody has explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.models.fields import EncryptedTextField
from cases.spreadsheets.import_ import parse_rows
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.parsed_row import Fact, RowPlan, Term
from cases.spreadsheets.import_.reference_lookup import Vocabulary
from cases.spreadsheets.import_.unknown_values import Word
from cases.spreadsheets.mapping.schema import Mapping
from cases.spreadsheets.reading import Table

SAMPLE = 3  # rows shown
MOST_ROWS = 3000  # looked through for words
UNITS = ("years", "months", "days")


@dataclass
class Cell:
    """A cell of the sample: its text, what was read in it, and whether it is kept as a note instead."""

    text: str
    values: list[str] = field(default_factory=list)
    doubted: bool = False


def unknown_words(mapping: Mapping, table: Table, vocabulary: Vocabulary) -> Counter[Word]:
    """Words that nobody has explained, with the number of their rows."""
    context = parse_rows.context_of(mapping, table, vocabulary.laws)
    words: Counter[Word] = Counter()
    for number, cells in list(zip(table.numbers, table.rows, strict=True))[:MOST_ROWS]:
        plan = parse_rows.plan_row(mapping, number, dict(zip(table.headers, cells, strict=True)), context)
        named = [(where, term) for where, term, _column in plan.terms]
        named += [(f"{fact.noun}.{name}", fact.values[name]) for fact, name, _column in plan.noted_terms]
        found = [*plan.unknown, *((where, term.name) for where, term in named if not vocabulary.knows(term))]
        words.update(dict.fromkeys(found, 1))
    return words


def sample(mapping: Mapping, table: Table, vocabulary: Vocabulary) -> list[list[Cell]]:
    """The first rows, cell by cell."""
    context = parse_rows.context_of(mapping, table, vocabulary.laws)
    rows = []
    for number, cells in list(zip(table.numbers, table.rows, strict=True))[:SAMPLE]:
        plan = parse_rows.plan_row(mapping, number, dict(zip(table.headers, cells, strict=True)), context)
        rows.append([_cell(mapping, plan, header, text) for header, text in zip(table.headers, cells, strict=True)])
    return rows


def _cell(mapping: Mapping, plan: RowPlan, column: str, text: str) -> Cell:
    cell = Cell(text)
    if not text:
        return cell
    facts = [fact for person in plan.people for fact in person.facts] + ([plan.case] if plan.case else [])
    for fact in facts:
        for name, (taken_from, _text) in fact.cells.items():
            if taken_from == column and name in fact.values and (fact.noun, name) != ("case", "title"):
                cell.values.append(_in_words(fact, name))
        block = next(
            (each for at, each in enumerate(mapping.blocks) if at == fact.slot and each.noun == fact.noun), None
        )
        rules = [block.rules[name] for name in ("length", "kind") if name in block.rules] if block is not None else []
        if fact.noun == "penalty" and any(column in rule.columns for rule in rules):
            cell.values.append(_penalty(fact))
    same = " ".join(text.split())
    cell.values = [each for each in dict.fromkeys(cell.values) if each and each != same]
    cell.doubted = any(doubt.startswith(f"{column}:") for doubt in plan.doubts) or any(
        each == column for each, _why in plan.refusals
    )
    if column in mapping.link and plan.links:
        cell.values = [_("source")]
    if not cell.values and any(note.startswith((f"{column}:", f"{column},")) for fact in facts for note in fact.notes):
        cell.values = [_("kept as a note")]
    return cell


def _penalty(fact: Fact) -> str:
    values = [
        f"{fact.values[unit]} {_field('penalty', unit).verbose_name}"
        for unit in UNITS
        if fact.values.get(unit) is not None
    ]
    named = [_in_words(fact, name) for name in ("kind", "regime") if fact.values.get(name)]
    return ", ".join([*named, *values])


def _in_words(fact: Fact, name: str) -> str:
    value, shown = fact.values[name], _field(fact.noun, name)
    if isinstance(shown, EncryptedTextField):
        return _("encrypted")
    if isinstance(value, Term):
        return " ".join(filter(None, (value.article, f"({value.part})" if value.part else ""))) or value.name
    return str(dict(shown.flatchoices).get(value, value)) if shown.choices else str(value)


def _field(noun: str, name: str) -> Any:
    return MODELS[noun]._meta.get_field(name)
