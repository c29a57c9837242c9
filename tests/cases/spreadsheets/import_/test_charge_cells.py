"""Charges of lists, under the codes of the mapping and of the reference data; what is not understood is given back."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.citations import Laws, law
from cases.spreadsheets.import_.charge_cells import STYLES, laws_of, read_charges
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.schema import CodeTerm, Mapping

AZ = parse_mapping.load("azerbaijan_2014")
NEW, OLD = (code.name for code in AZ.codes)
BY = law("Criminal Code of Belarus", country="BY")


@pytest.mark.parametrize(
    ("text", "cited", "left"),
    [
        ("Criminal Code Article 234.4.3 (Illegal purchase or\nstorage)", [("234", "4.3")], []),
        ("Criminal Code Articles 28 (Preparation); 220.1 (Toys (b) c); and 228.3 (Sale)", [("28", ""), ("220", "1"),
        ("228", "3")], []),
        ("Articles 228.1 (Sale) 274 (Treason) və 278-ci (Power)", [("228", "1"), ("274", ""), ("278", "")], []),
        ("Article 233 (Order) of the Criminal Code 69", [("233", "")], ["69"]),
        ("Article 168.2 of the Criminal Code. Something else", [("168", "2")], ["Something else"]),
        ("Articles 28, 214.2.1 (a (b)", [("28", "")], ["214.2.1 (a (b)"]),
        ("", [], []),
    ],
)  # fmt: skip
def test_read_charges_in_prose_gives_articles_and_the_rest(text: str, cited: list, left: list) -> None:
    charges = read_charges(text, "english_prose", laws_of(AZ)[NEW])
    assert [(each.article, each.part) for each in charges.cited] == cited
    assert charges.left == left


def test_read_charges_of_old_code_gives_parts_and_items() -> None:
    charges = read_charges(
        "Criminal Code (of 1960) Article 59, Parts 1 (Killing) and 15 (Preparation); Article 145, Part 2, Items 1, 2 and 6"
        " (Robbery); and Part 3 of Article 220-1",
        "english_prose",
        laws_of(AZ)[OLD],
    )
    assert [(each.article, each.part, each.items, each.title) for each in charges.cited] == [
        ("59", "1", [], "Killing"), ("59", "15", [], "Preparation"), ("145", "2", ["1", "2", "6"], "Robbery"),
        ("220-1", "3", [], ""),
    ]  # fmt: skip
    assert {each.code for each in charges.cited} == {OLD}


@pytest.mark.parametrize(
    ("text", "cited", "left"),
    [
        ("ст. 342 Уголовного кодекса", [("342", "")], []),
        ("ч. 1 ст. 342, ст. 368 УК РБ", [("342", "1"), ("368", "")], []),
        ("ч.1 и 2 ст. 293, ч. 3 ст. 361-1", [("293", "1"), ("293", "2"), ("361-1", "3")], []),
        ("ст. 342 ч. 2", [("342", "2")], []),
        ("ч. 1 арт. 342 Крымінальнага кодэкса", [("342", "1")], []),
        ("ст. 130, 342 УК, что-то ещё", [("130", ""), ("342", "")], ["что-то ещё"]),
        ("ст. 19.11 КоАП", [], ["ст. 19.11 КоАП"]),  # a code that is not loaded
        ("ч. 2 ст. 205.2 УК РФ", [], ["ч. 2 ст. 205.2 УК РФ"]),
    ],
)
@pytest.mark.parametrize("style", ["east_slavic", "english_prose"])
def test_read_charges_in_russian_and_belarusian(text: str, cited: list, left: list, style: str) -> None:
    charges = read_charges(text, style, Laws([BY], BY))
    assert [(each.article, each.part) for each in charges.cited] == cited
    assert charges.left == left


def test_read_charges_in_words_names_each_once() -> None:
    read = read_charges("rioting, trespassing,rioting", "words", Laws())
    assert [each.article for each in read.cited] == ["rioting", "trespassing"]


@given(st.text(max_size=200), st.sampled_from(STYLES))
def test_read_charges_of_any_text_raises_nothing(text: str, style: str) -> None:
    read_charges(text, style, Laws([BY], BY))


def test_laws_of_a_list_are_its_own_and_those_that_are_loaded() -> None:
    mapping: Mapping = parse_mapping.read(
        tomllib.loads(
            """title = "Invented list"
            source = { title = "Invented list" }
            place = { country = "RU Russia", jurisdiction = "Russia" }
            rows = { key = ["id"] }
            name = { text = "name" }
            code = [{ name = "Criminal Code of the Russian Federation" }]"""
        ),
        "invented",
    )
    laws = laws_of(mapping, [BY])[mapping.codes[0].name]
    assert mapping.codes == (CodeTerm("Criminal Code of the Russian Federation"),)
    cited = read_charges("ст. 275; ст. 342-1 УК РБ", "east_slavic", laws).cited
    assert [(each.article, each.code) for each in cited] == [("342-1", BY.name)]
