"""From a row to what it says: facts about persons and their case, without touching the database."""

from __future__ import annotations

from typing import Any

from cases import text as signs
from cases.dates import parse
from cases.exports.safe import unescaped
from cases.imports import provisions, sentences
from cases.imports.cells import CellRefused, Row, yes_no
from cases.imports.mapping import (
    FIELDS,
    OF_A_CASE,
    PERSON_ASIDE,
    PERSON_NAME,
    Block,
    CodeTerm,
    Mapping,
    fold,
)
from cases.imports.people import Mentioned, name_parts, split_people
from cases.imports.plans import Fact, PersonPlan, RowPlan, Term
from cases.imports.reading import Table

LONGEST_KEY = 300
LONGEST_ARTICLE, LONGEST_PART = 30, 20  # as the model Provision has them


def check_columns(mapping: Mapping, table: Table) -> list[str]:
    """Sentences about columns that the mapping does not know or that the file lacks; empty where they agree."""
    wanted, given = mapping.used_columns(), set(table.headers)
    missing = sorted(wanted - given - mapping.optional)
    extra = sorted(given - wanted - set(mapping.aside))
    return [
        *(f"The file has no column “{column}”, which the mapping needs." for column in missing),
        *(f"The mapping says nothing of the column “{column}”: use it, or set it aside." for column in extra),
    ]


def plan_rows(mapping: Mapping, table: Table) -> list[RowPlan]:
    """A plan for every row of the table, in order; a key that stands twice refuses the later row."""
    plans = []
    seen: dict[str, int] = {}
    for number, cells in zip(table.numbers, table.rows, strict=True):
        plan = plan_row(mapping, number, dict(zip(table.headers, cells, strict=True)))
        for person in plan.people:
            earlier = seen.setdefault(person.key, number)
            if earlier != number or [each.key for each in plan.people].count(person.key) > 1:
                plan.refusals.append((mapping.key[0], f"This key stands in row {earlier} already: {person.key}."))
        plans.append(plan)
    return plans


def plan_row(mapping: Mapping, number: int, cells: dict[str, str]) -> RowPlan:
    """What one row says. Everything that cannot be read is among the refusals; nothing is dropped in silence."""
    if mapping.own:
        cells = {column: unescaped(text) for column, text in cells.items()}
    plain = {column: "" if fold(text) in mapping.empty else text.strip() for column, text in cells.items()}
    row, plan = Row(number, plain, mapping), RowPlan(number, cells=cells)
    plan.key = " | ".join(" ".join(row.cell(column).split()) for column in mapping.key)
    if mapping.keep and not any(row.holds(each) for each in mapping.keep):
        plan.left_out = mapping.left_out_because
        return plan
    if not plan.key.replace("|", "").strip():
        plan.refusals.append((mapping.key[0], "The row has no key by which it would be found again."))
        return plan
    row.used.update(mapping.key)
    mentioned = [Mentioned("", "")]
    if mapping.people:
        row.used.add(mapping.people.column)
        mentioned = split_people(row.cell(mapping.people.column), mapping.people.separator)
        if not mentioned:
            plan.refusals.append((mapping.people.column, "The row names nobody."))
            return plan
    for part, each in enumerate(mentioned):
        _plan_person(plan, row, part, each)
    _keep_the_rest(plan, row)
    plan.doubts += dict.fromkeys(row.doubts)
    return plan


def _plan_person(plan: RowPlan, row: Row, part: int, mentioned: Mentioned) -> None:
    mapping = row.mapping
    if mapping.people:
        row.cells |= {PERSON_NAME: mentioned.name, PERSON_ASIDE: mentioned.aside}
    person = PersonPlan(part, f"{plan.key} | {fold(mentioned.name)}" if mapping.people else plan.key, "")
    if len(person.key) > LONGEST_KEY:
        plan.refusals.append((mapping.key[0], f"The key of the row is longer than {LONGEST_KEY} characters."))
    with_case = bool((case := mapping.block("case")) and row.all_hold(case.when))
    for slot, block in enumerate(mapping.blocks):
        if not row.all_hold(block.when) or (block.noun in OF_A_CASE and not with_case):
            continue
        facts, refused = _facts(row, slot, block)
        _note_refused(plan, block, facts, refused)
        if refused:
            continue
        if block.noun == "case":
            plan.case = facts[0]
        else:
            person.facts += facts
    _complete(plan, person, with_case=with_case)
    plan.people.append(person)


def _note_refused(plan: RowPlan, block: Block, facts: list[Fact], refused: list[CellRefused]) -> None:
    """Everything that is wrong with a block, and every word of it that somebody may explain: all are asked at once."""
    for each in refused:
        if (each.column, each.sentence) not in plan.refusals:
            plan.refusals.append((each.column, each.sentence))
        if each.word:
            plan.unknown.append((f"{block.noun}.{each.field}", each.word))
    plan.terms += [
        (f"{block.noun}.{name}", value, fact.cells.get(name, ("", ""))[0] or name)
        for fact in facts
        for name, value in fact.values.items()
        if isinstance(value, Term)
    ]


def _complete(plan: RowPlan, person: PersonPlan, *, with_case: bool) -> None:
    """What goes without saying: a person has a record of their own, and is a defendant where there is a case."""
    for noun in ("person", "defendant"):
        if not person.of(noun) and (noun == "person" or with_case):
            person.facts.insert(0, Fact(noun, -1))
    if person.of("penalty") and not person.of("sentence"):
        person.facts.append(Fact("sentence", -1, {"instance": "first"}))
    for penalty in person.of("penalty"):
        person.of("sentence")[0].notes += penalty.notes
    names = person.of("name")
    person.name = names[0].values.get("text", "") if names else ""
    if not person.name and not plan.refusals:
        plan.refusals.append(("name", "The row has no name."))
    _drop_doubled_charges(plan, person)
    _check_order(plan, person)


def _drop_doubled_charges(plan: RowPlan, person: PersonPlan) -> None:
    """A provision named twice of one defendant stays once; the second mention goes to the defendant's notes."""
    seen: set[Any] = set()
    for fact in person.of("charge"):
        if "provision" not in fact.values:  # words that name no provision
            person.of("defendant")[0].notes += fact.notes
            person.facts.remove(fact)
            continue
        provision = fact.values["provision"]
        same = (provision.name, provision.article, provision.part, fact.values.get("offence_stage"))
        if same in seen:
            person.facts.remove(fact)
            person.of("defendant")[0].notes.append(f"Named twice: {': '.join(fact.cells['provision'])}")
        seen.add(same)


def _check_order(plan: RowPlan, person: PersonPlan) -> None:
    for fact in person.of("custody"):
        start, end = parse(fact.values.get("from_date", "")), parse(fact.values.get("until", ""))
        if start.lower and end.upper and end.upper < start.lower:
            column = fact.cells["until"][0]
            plan.refusals.append((column, f"The custody ends ({end.text}) before it begins ({start.text})."))


def _facts(row: Row, slot: int, block: Block) -> tuple[list[Fact], list[CellRefused]]:
    """The facts a block makes, one, or one a charge; and every cell that cannot be taken."""
    fact = Fact(block.noun, slot)
    wrong: list[CellRefused] = []
    for name, rule in block.rules.items():
        column = ""
        try:
            text, column = row.take(rule)
            if not text:
                continue
            _take_value(fact, name, text, column, row, block)
        except CellRefused as refused:
            refused.field = name
            if rule.unreadable == "refuse" or not column:
                wrong.append(refused)
                continue
            fact.notes.append(f"{column}: {signs.shown(row.cell(column))}")
            row.doubts.append(f"{refused.column}: {refused.sentence} Kept as an internal note.")
    for column in block.notes:
        row.used.add(column)
        if row.cell(column):
            fact.notes.append(f"{column.removeprefix('person.')}: {signs.shown(row.cell(column))}")
    if block.parts and fact.values.get("text"):
        fact.values |= name_parts(fact.values["text"], block.parts)
    return (_charges(fact) if block.noun == "charge" and not wrong else [fact]), wrong


def _take_value(fact: Fact, name: str, text: str, column: str, row: Row, block: Block) -> None:
    """Read the text as the field wants it, into the fact. Raises CellRefused."""
    kind = FIELDS[block.noun][name]
    value: Any = " ".join(text.split())
    if kind == "date":
        value, doubt = row.date(block.rules[name], text, column)
        row.doubts += [doubt] if doubt else []
    elif kind == "yes_no":
        value = yes_no(text, column)
    elif kind == "facility":
        place = row.facility(text)
        if place is None:
            raise CellRefused(column, f"“{text}” is no known place of detention. Add it to the mapping.", text)
        value = Term("facility", place.name)
    elif kind in ("organisation", "occupation"):
        value = Term(kind, text)
    elif kind == "length":
        fact.values |= _length(text, column)
        return
    elif kind == "charges":
        value = _cited(fact, text, column, row, block)
    elif isinstance(kind, tuple) and text not in kind:
        sentence = f"“{text}” is not one of {', '.join(kind)}. Give the mapping a table for it."
        raise CellRefused(column, sentence, text)
    fact.values[name] = value
    if column:
        fact.cells[name] = (column, row.cell(column))


def _length(text: str, column: str) -> dict[str, int]:
    length = sentences.read_length(text)
    given = {unit: getattr(length, unit) for unit in ("years", "months", "days") if getattr(length, unit) is not None}
    if length.left or not given:
        raise CellRefused(column, f"“{text}” is not wholly a length of time.")
    return given


def _cited(fact: Fact, text: str, column: str, row: Row, block: Block) -> list[tuple[Term, provisions.Cited]]:
    """The provisions of a cell; words that are no charges, and what is not understood, become notes of the fact."""
    mapping = row.mapping
    code = next((each for each in mapping.codes if each.said_as and each.said_as in " ".join(text.split())), None)
    code = code or next(each for each in mapping.codes if not each.said_as)
    charges = provisions.read_charges(text, block.style, code.part_sign)
    skipped = {fold(each) for each in block.not_charges}
    fact.notes += [f"{column}: {each.article}" for each in charges.cited if fold(each.article) in skipped]
    if not charges.cited and not charges.left:
        raise CellRefused(column, f"“{text}” names no provision.")
    left = " ".join(charges.left)
    if left and block.rules["charges"].unreadable == "refuse":
        raise CellRefused(column, f"In the charges this is not understood: {left}.")
    if left:
        row.doubts.append(f"{column}: not understood among the charges: {left}. Kept as an internal note.")
        fact.notes.append(f"{column}, not understood: {left}")
    return [(_provision(each, code, column), each) for each in charges.cited if fold(each.article) not in skipped]


def _provision(cited: provisions.Cited, code: CodeTerm, column: str) -> Term:
    article = code.titles.get(cited.article, cited.article)
    if len(article) > LONGEST_ARTICLE or len(cited.part) > LONGEST_PART:
        raise CellRefused(column, f"“{cited.article}” is too long for a provision. Give the code a short form for it.")
    return Term("provision", code.name, article, cited.part, cited.title)


def _charges(fact: Fact) -> list[Fact]:
    """One fact for each provision; what the block says besides (status, dates) holds for every one of them."""
    cited = fact.values.pop("charges", [])
    quote = fact.cells.pop("charges", ("", ""))
    facts = []
    for provision, each in cited:
        notes = [f"items {', '.join(each.items)}"] if each.items else []
        facts.append(
            Fact(
                "charge", fact.slot, {**fact.values, "provision": provision}, {**fact.cells, "provision": quote}, notes
            )
        )
    if facts:
        facts[0].notes += fact.notes
        return facts
    return [Fact("charge", fact.slot, notes=fact.notes)]


def _keep_the_rest(plan: RowPlan, row: Row) -> None:
    """Cells that no value and no note took in go to the internal notes of the first person."""
    mapping = row.mapping
    spoken = mapping.used_columns() - row.used
    rest = [f"{column}: {row.cell(column)}" for column in row.cells if column in spoken and row.cell(column)]
    if rest and plan.people:
        plan.people[0].of("person")[0].notes += rest
