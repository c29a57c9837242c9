"""From a row to what it says: facts about persons and their case, without touching the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cases.domain import characters as signs
from cases.domain.citations import Law
from cases.domain.dates import parse
from cases.domain.formula_escape import unescaped
from cases.domain.sentencing.penalty_text import read_penalty
from cases.domain.vocabulary import PenaltyKind
from cases.spreadsheets.import_ import charge_cells, date_columns
from cases.spreadsheets.import_.cells import CellRefused, ListContext, Row, yes_no
from cases.spreadsheets.import_.joined_rows import join_rows
from cases.spreadsheets.import_.parsed_row import Fact, PersonPlan, RowPlan, Term
from cases.spreadsheets.import_.people_cells import BRACKETS, Mentioned, name_parts, split_people, with_alias
from cases.spreadsheets.mapping.schema import (
    EVENT_ROWS,
    FIELDS,
    OF_A_CASE,
    PERSON_ASIDE,
    PERSON_NAME,
    REFUSED_BECAUSE,
    REQUIRED,
    WITH_NOTES,
    Block,
    CodeTerm,
    Mapping,
    Rule,
    fold,
)
from cases.spreadsheets.reading import Table

NAMED = frozenset({"facility", "court", "organisation", "occupation", "region", "state"})
WITHOUT_NOTES = frozenset(FIELDS) - WITH_NOTES - {"name"}
LINK = re.compile(r"https?://[^\s<>\"]{3,490}")
AMOUNT = re.compile(r"(\d{1,3}(?: \d{3}){1,3}|\d{1,12})(?:[.,](\d{1,2}))?")
LOST = "\ufffd"  # stands where a character could not be read
LONGEST_KEY = 300
SENTENCED = ("verdict", "appeal", "in_force")  # stages that a mapping may give to every row
UNITS = ("years", "months", "days")
WITHOUT_TERM = frozenset({PenaltyKind.LIFE, PenaltyKind.DEATH})
LONGEST_ARTICLE, LONGEST_PART = 30, 20  # as the model Provision has them


def check_columns(mapping: Mapping, table: Table) -> list[str]:
    """Sentences about columns that the mapping does not know or that the file lacks; empty where they agree."""
    wanted, given = mapping.used_columns(), set(table.headers)
    missing = sorted(wanted - given - mapping.optional)
    extra = mapping.unknown_columns(table.headers)
    return [
        *(f"The file has no column “{column}”, which the mapping needs." for column in missing),
        *(f"The mapping says nothing of the column “{column}”: use it, or set it aside." for column in extra),
    ]


def context_of(mapping: Mapping, table: Table | None = None, loaded: Sequence[Law] = ()) -> ListContext:
    """What the rows of a list need to know of all of it. `loaded`: the codes of the reference data, of which charges may be."""
    orders: dict[str, str] = {}
    columns = dict.fromkeys(
        column
        for block in mapping.blocks
        for name, rule in block.rules.items()
        if FIELDS[block.noun].get(name) == "date" and not rule.order
        for column in rule.columns
    )
    for column in columns if table else ():
        if table and column in table.headers:
            place = table.headers.index(column)
            orders[column] = date_columns.column_order(cells[place] for cells in table.rows)
    doubted = {
        (number, table.headers[place]): doubt for number, cells in table.dated.items() for place, doubt in cells.items()
    } if table else {}  # fmt: skip
    return ListContext(charge_cells.laws_of(mapping, loaded), orders, doubted, bool(table and table.sheet))


def plan_rows(mapping: Mapping, table: Table, context: ListContext | None = None) -> list[RowPlan]:
    """A plan for every row of the table, in order.

    A key that stands twice refuses the later row, unless the mapping says that a row is an event and persons have several.
    """
    context = context or context_of(mapping, table)
    plans = [
        plan_row(mapping, number, dict(zip(table.headers, cells, strict=True)), context)
        for number, cells in zip(table.numbers, table.rows, strict=True)
    ]
    if mapping.one_row_is == EVENT_ROWS:
        join_rows(mapping, plans)
        return plans
    seen: dict[str, int] = {}
    for plan in plans:
        number = plan.number
        for person in plan.people:
            earlier = seen.setdefault(person.key, number)
            if earlier != number or [each.key for each in plan.people].count(person.key) > 1:
                plan.refusals.append((mapping.key[0], f"This key stands in row {earlier} already: {person.key}."))
    return plans


def plan_row(mapping: Mapping, number: int, cells: dict[str, str], context: ListContext | None = None) -> RowPlan:
    """What one row says. Everything that cannot be read is among the refusals; nothing is dropped in silence.

    `context`: of the list; without it the codes of the mapping alone can be charged.
    """
    context = context or context_of(mapping)
    if mapping.own or REFUSED_BECAUSE in cells:  # a file of ours that comes back
        cells = {column: unescaped(text) for column, text in cells.items() if column != REFUSED_BECAUSE}
    plain = {column: "" if fold(text) in mapping.empty else text.strip() for column, text in cells.items()}
    row, plan = Row(number, plain, mapping, context), RowPlan(number, cells=cells)
    plan.key = " | ".join(_key_cell(row, column) for column in mapping.key)
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
    plan.unknown += row.words
    plan.doubts += dict.fromkeys(row.doubts)
    return plan


def _key_cell(row: Row, column: str) -> str:
    """A cell of the key; a date is known again in whatever form the next edition writes it."""
    text = " ".join(row.cell(column).split())
    rule = next((rule for block in row.mapping.blocks for rule in _dates(block) if column in rule.columns), None)
    if rule is None or not text:
        return text
    try:
        return date_columns.readable(text, rule).edtf or text
    except ValueError:
        return text


def _dates(block: Block) -> list[Rule]:
    return [rule for name, rule in block.rules.items() if FIELDS[block.noun][name] == "date"]


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
    _take_links(plan, row, person)
    _note_lost(plan, row)
    if row.awaiting:
        _await_sentence(person, row)
    plan.people.append(person)


def _note_refused(plan: RowPlan, block: Block, facts: list[Fact], refused: list[CellRefused]) -> None:
    """Everything that is wrong with a block, and every word of it that somebody may explain: all are asked at once."""
    for each in refused:
        if (each.column, each.sentence) not in plan.refusals:
            plan.refusals.append((each.column, each.sentence))
        if each.word:
            plan.unknown.append((f"{block.noun}.{each.field}", each.word))
    for fact in facts:
        for name, value in fact.values.items():
            column = fact.cells.get(name, ("", ""))[0]
            if isinstance(value, Term) and column and name in block.rules and block.rules[name].unreadable == "note":
                plan.noted_terms.append((fact, name, column))
            elif isinstance(value, Term):
                plan.terms.append((f"{block.noun}.{name}", value, column or name))


def _complete(plan: RowPlan, person: PersonPlan, *, with_case: bool) -> None:
    """What goes without saying: a person has a record of their own, and is a defendant where there is a case."""
    for noun in ("person", "defendant"):
        if not person.of(noun) and (noun == "person" or with_case):
            person.facts.insert(0, Fact(noun, -1))
    if person.of("penalty") and not person.of("sentence"):
        person.facts.append(Fact("sentence", -1, {"instance": "first"}))
    for penalty in person.of("penalty"):
        person.of("sentence")[0].notes += penalty.notes
    _complete_case(plan, person)
    names = person.of("name")
    person.name = names[0].values.get("text", "") if names else ""
    if not person.name and not plan.refusals:
        plan.refusals.append(("name", "The row has no name."))
    _drop_doubled_names(person)
    _drop_doubled_charges(plan, person)
    _check_order(plan, person)


def _complete_case(plan: RowPlan, person: PersonPlan) -> None:
    """The kind of a case of which the mapping says none: administrative where every charge, or the arrest, is."""
    if plan.case is None or "kind" in plan.case.values:
        return
    codes = [fact.values["provision"].name for fact in person.of("charge") if "provision" in fact.values]
    kinds = [fact.values.get("kind") for fact in person.of("penalty")]
    if (codes and all("administrative" in name.casefold() for name in codes)) or (
        not codes and kinds == ["administrative_arrest"]
    ):
        plan.case.values["kind"] = "administrative"


def _await_sentence(person: PersonPlan, row: Row) -> None:
    """There is no sentence yet, whatever the mapping says of every row: no verdict is made where none has a day."""
    about = (person.of("defendant") or person.of("person"))[0]
    about.notes.append(row.awaiting)
    for sentence in person.of("sentence"):
        if not {"decided", "in_force"} & set(sentence.values):
            about.notes += sentence.notes
            person.facts.remove(sentence)
    for defendant in person.of("defendant"):
        if defendant.values.get("stage") in SENTENCED and "stage" not in defendant.cells:
            del defendant.values["stage"]
            row.doubts.append(f"{row.awaiting}: no verdict yet, so no stage is set.")


def _drop_doubled_names(person: PersonPlan) -> None:
    """A name that two columns give in the same way stays once: the records hold it once."""
    seen: set[tuple[Any, ...]] = set()
    for fact in person.of("name"):
        same = tuple(fact.values.get(name) for name in ("text", "kind", "language"))
        if same in seen or not fact.values.get("text"):
            person.facts.remove(fact)
        seen.add(same)


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


def _take_links(plan: RowPlan, row: Row, person: PersonPlan) -> None:
    """The addresses of the row's own sources; a text that is none becomes a note."""
    for column in row.mapping.link:
        row.used.add(column)
        for text in row.cell(column).replace(";", " ").split():
            if LINK.fullmatch(text):
                plan.links.append(text)
        if row.cell(column) and not plan.links:
            person.of("person")[0].notes.append(f"{column}: {signs.shown(row.cell(column))}")


def _note_lost(plan: RowPlan, row: Row) -> None:
    """Doubt every cell in which a character was lost."""
    plan.doubts += [
        f"{column}: a character was lost before the file came here: “{signs.shown(text)}”."
        for column, text in row.cells.items()
        if LOST in text and column not in (PERSON_NAME, PERSON_ASIDE)
    ]


def _facts(row: Row, slot: int, block: Block) -> tuple[list[Fact], list[CellRefused]]:
    """The facts a block makes: one, one a charge, or one for each value of a cell that names several."""
    column = (
        next((each for each in block.rules[REQUIRED[block.noun]].columns if row.cell(each)), "") if block.split else ""
    )
    whole = row.cell(column) if column else ""
    pieces = (
        [piece for each in re.split(f"[{re.escape(block.split)}]", whole) if (piece := each.strip())] if column else []
    )
    if len(pieces) < 2:
        return _facts_of_one(row, slot, block)
    facts, wrong = [], []
    for piece in dict.fromkeys(pieces):
        row.cells[column] = piece
        some, refused = _facts_of_one(row, slot, block)
        facts += some
        wrong += refused
    row.cells[column] = whole
    return facts, wrong


def _facts_of_one(row: Row, slot: int, block: Block) -> tuple[list[Fact], list[CellRefused]]:
    """The facts of a block whose cells hold one value each; and every cell that cannot be taken."""
    fact = Fact(block.noun, slot)
    wrong: list[CellRefused] = []
    taken = False
    for name, rule in block.rules.items():
        column = ""
        try:
            text, column = row.take(rule)
            if text:
                _take_value(fact, name, text, column, row, block)
                taken = taken or bool(column)
            elif column and row.cell(column) and rule.table.get(fold(row.cell(column))) == "":
                fact.notes.append(f"{column}: {signs.shown(row.cell(column))}")  # known to mean nothing here
        except CellRefused as refused:
            refused.field = name
            column = column or refused.column if refused.noted else column
            if not refused.noted and (rule.unreadable == "refuse" or not column):
                wrong.append(refused)
            else:
                _keep_as_note(fact, column, refused, row)
    for column in block.notes:
        row.used.add(column)
        if row.cell(column):
            fact.notes.append(f"{column.removeprefix('person.')}: {signs.shown(row.cell(column))}")
    if block.noun == "penalty" and row.awaiting:
        return [], wrong
    return _finished(fact, row, block, taken=taken) if not wrong else [fact], wrong


def _keep_as_note(fact: Fact, column: str, refused: CellRefused, row: Row) -> None:
    """Keep a cell that cannot be read word for word; a word that somebody can explain is asked."""
    if refused.word:
        row.words.append((f"{fact.noun}.{refused.field}", refused.word))
    fact.notes.append(f"{column}: {signs.shown(row.cell(column))}")
    row.doubts.append(f"{refused.column}: {refused.sentence} Kept as an internal note.")


def _finished(fact: Fact, row: Row, block: Block, *, taken: bool) -> list[Fact]:
    """The facts that a block makes once its cells are read. `taken`: some cell gave a value."""
    if not taken and fact.notes and block.noun in WITHOUT_NOTES and "kind" not in fact.values:
        row.used.difference_update(column for rule in block.rules.values() for column in rule.columns)
        return []  # nothing was read, so nothing is stated: the cells go into the notes of the person
    if block.noun == "penalty" and fact.values.get("kind") in WITHOUT_TERM:
        _leave_length_out(fact, row, block)
    if block.parts == BRACKETS and (alias := _alias(fact)):
        return [fact, alias]
    if block.parts and fact.values.get("text"):
        fact.values |= name_parts(fact.values["text"], block.parts)
    return _charges(fact) if block.noun == "charge" else [fact]


def _alias(fact: Fact) -> Fact | None:
    """The other spelling that stands in brackets behind a name, as a name of its own."""
    text, alias = with_alias(fact.values.get("text", ""))
    if not alias:
        return None
    fact.values["text"] = text
    values = {name: value for name, value in fact.values.items() if name in ("language", "script")}
    return Fact(
        "name", fact.slot, {**values, "text": alias, "kind": "alias"}, {"text": fact.cells.get("text", ("", ""))}
    )


def _leave_length_out(fact: Fact, row: Row, block: Block) -> None:
    """Imprisonment for life and death have no length: the words are kept as a note."""
    given = [unit for unit in UNITS if fact.values.pop(unit, None) is not None]
    column = next((each for each in block.rules["length"].columns if row.cell(each)), "") if given else ""
    if column:
        fact.notes.append(f"{column}: {signs.shown(row.cell(column))}")
        row.doubts.append(f"{column}: imprisonment for life and death have no length. Kept as an internal note.")


def _take_value(fact: Fact, name: str, text: str, column: str, row: Row, block: Block) -> None:
    """Read the text as the field wants it, into the fact. Raises CellRefused."""
    kind = FIELDS[block.noun][name]
    value: Any = " ".join(text.split())
    if column and (kind in ("charges", "length") or (block.noun, name) == ("case", "number")):
        row.check_no_date(column, value)
    if kind == "date":
        value, doubt = row.date(block.rules[name], text, column)
        row.doubts += [doubt] if doubt else []
        if not value:  # "unknown": the column says that nothing is known
            return
    elif kind == "yes_no":
        value = yes_no(text, column)
    elif kind == "secret":
        value = _secret(row, block.rules[name])
    elif kind == "amount":
        value = _amount(text, column)
    elif kind == "facility" and fold(text) in row.mapping.not_held:
        fact.notes.append(f"{column}: {signs.shown(row.cell(column))}")
        return
    elif kind in NAMED:
        value = _term(str(kind), text, column, row)
    elif kind == "length":
        _take_penalty(fact, text, column, row)
        return
    elif kind == "charges":
        value = _cited(fact, text, column, row, block)
    elif isinstance(kind, tuple) and text not in kind:
        sentence = f"“{text}” is not one of {', '.join(kind)}. Give the mapping a table for it."
        raise CellRefused(column, sentence, text)
    fact.values[name] = value
    if column:
        fact.cells[name] = (column, row.cell(column))


def _secret(row: Row, rule: Rule) -> str:
    """The texts of all columns that make one encrypted field, each under its header where there are several."""
    filled = [column for column in rule.columns if row.cell(column)]
    row.used.update(filled)
    return "\n".join(row.cell(each) if len(rule.columns) == 1 else f"{each}: {row.cell(each)}" for each in filled)


def _term(kind: str, text: str, column: str, row: Row) -> Term:
    """The record of the reference data that a text names. Raises CellRefused for a place or court that nobody explained."""
    if kind == "court":
        if fold(text) not in row.mapping.court_names:
            raise CellRefused(column, f"“{text}” is no known court. Add it to the mapping.", text)
        return Term("court", row.mapping.court_names[fold(text)])
    if kind == "facility":
        place = row.facility(text)
        if place is None:
            raise CellRefused(column, f"“{text}” is no known place of detention. Add it to the mapping.", text)
        return Term("facility", place.name)
    return Term(kind, text)


def _take_penalty(fact: Fact, text: str, column: str, row: Row) -> None:
    """Length, kind and regime of a penalty. What the text says of the kind comes before a kind that the mapping gives to all.

    Raises CellRefused for a text that is not wholly understood, or against a kind that another column gives.
    """
    said = read_penalty(text)
    if said.left or not (said.length or said.kind or said.pending):
        raise CellRefused(column, f"“{text}” is not wholly a length of time.")
    if said.pending:
        row.awaiting = f"{column}: {row.cell(column)}"
        return
    given = fact.values.get("kind", "") if "kind" in fact.cells else ""
    if not said.kind and not fact.values.get("kind") and said.length:
        raise CellRefused(column, f"“{text}” does not say which penalty it is the length of.")
    if given and said.kind in ("life", "death") and said.kind != given:
        raise CellRefused(column, f"“{text}” is another penalty than the one of the row ({given}).")
    if given and said.kind not in ("", given, "imprisonment"):
        row.doubts.append(f"{column}: “{text}” names another penalty than the one of the row ({given}).")
    fact.values |= said.length
    if said.kind and not given:
        fact.values["kind"] = said.kind
    if said.regime:
        fact.values["regime"] = said.regime


def _amount(text: str, column: str) -> str:
    """A sum of money in digits: "1 450,50" is 1450.50. Raises CellRefused for any other text."""
    digits = AMOUNT.fullmatch(text.replace("\u00a0", " ").replace("\u202f", " "))
    if digits is None:
        raise CellRefused(column, f"“{text}” is no amount of money in digits alone.")
    return f"{int(digits[1].replace(' ', ''))}.{(digits[2] or '0'):0<2}"


def _cited(fact: Fact, text: str, column: str, row: Row, block: Block) -> list[tuple[Term, charge_cells.Cited]]:
    """The provisions of a cell; words that are no charges, and what is not understood, become notes of the fact."""
    mapping = row.mapping
    code = next((each for each in mapping.codes if each.said_as and each.said_as in " ".join(text.split())), None)
    code = code or next(each for each in mapping.codes if not each.said_as)
    charges = charge_cells.read_charges(text, block.style, row.context.laws[code.name])
    skipped = {fold(each) for each in block.not_charges}
    fact.notes += [f"{column}: {each.article}" for each in charges.cited if fold(each.article) in skipped]
    if not charges.cited and not charges.left:
        raise CellRefused(column, f"“{text}” names no provision.")
    left = " … ".join(charges.left)
    if left and block.rules["charges"].unreadable == "refuse":
        raise CellRefused(column, f"In the charges this is not understood: {left}.")
    if left:
        row.doubts.append(f"{column}: not understood among the charges: {left}. Kept as an internal note.")
        fact.notes.append(f"{column}, not understood: {left}")
    return [
        (_provision(each, code, column, mapping), each) for each in charges.cited if fold(each.article) not in skipped
    ]


def _provision(cited: charge_cells.Cited, usual: CodeTerm, column: str, mapping: Mapping) -> Term:
    code = (
        next((each for each in mapping.codes if each.name == cited.code), CodeTerm(cited.code)) if cited.code else usual
    )
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
        values = {**fact.values, "provision": provision} | ({"offence_stage": each.stage} if each.stage else {})
        facts.append(Fact("charge", fact.slot, values, {**fact.cells, "provision": quote}, notes))
    if facts:
        facts[0].notes += fact.notes
        return facts
    return [Fact("charge", fact.slot, notes=fact.notes)]


def _keep_the_rest(plan: RowPlan, row: Row) -> None:
    """Cells that no value and no note took in go to the internal notes of the first person."""
    mapping = row.mapping
    spoken = mapping.used_columns() - row.used
    if mapping.others == "notes":
        spoken |= set(row.cells) - mapping.used_columns() - set(mapping.aside) - {PERSON_NAME, PERSON_ASIDE}
    rest = [f"{column}: {row.cell(column)}" for column in row.cells if column in spoken and row.cell(column)]
    if rest and plan.people:
        plan.people[0].of("person")[0].notes += rest
