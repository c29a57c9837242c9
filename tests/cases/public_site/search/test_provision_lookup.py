"""What a query cites: the numbers of articles and parts in the words of many codes, and the numbers of cases."""

import pytest

from cases.public_site.search.provision_lookup import case_numbers, citations

PROVISIONS = {
    "361-1/1": {"article": "361-1", "part": "1", "label": "art. 361-1 part 1"},
    "361-1/3": {"article": "361-1", "part": "3", "label": "art. 361-1 part 3"},
    "361/3": {"article": "361", "part": "3", "label": "art. 361 part 3"},
    "505A": {"article": "505A", "part": "", "label": "section 505A, Penal Code"},
    "505/a": {"article": "505", "part": "(a)", "label": "section 505(a), Penal Code"},
    "505/b": {"article": "505", "part": "(b)", "label": "section 505(b), Penal Code"},
    "52/a": {"article": "52", "part": "(a)", "label": "section 52(a), Counter-Terrorism Law"},
    "19.11/2": {"article": "19.11", "part": "2", "label": "art. 19.11 part 2 CAO"},
    "205.2": {"article": "205.2", "part": "", "label": "ст. 205.2 УК РФ"},
    "275": {"article": "275", "part": "", "label": "art. 275", "law": "Criminal Code of the Russian Federation"},
    "342": {"article": "342", "part": "1", "label": "art. 342 part 1", "law": "Criminal Code of Belarus"},
    "314/2": {"article": "314", "part": "2", "label": "art. 314/2"},
}
MEANT = {
    "361-1": {"361-1/1", "361-1/3"},
    "art. 361-1 part 3": {"361-1/3"},
    "Article 361–1, Part 3": {"361-1/3"},
    "ст. 361-1 ч. 3": {"361-1/3"},
    "ст. 361-1 ч. 3 УК": {"361-1/3"},
    "ст. 361-1 ч. 3 УК РБ": {"361-1/3"},
    "арт. 361 ч. 3 Крымінальнага кодэкса": {"361/3"},
    "361-1 Criminal Code": {"361-1/1", "361-1/3"},
    "361-1 КоАП": set(),
    "ст. 19.11 ч. 2 КоАП": {"19.11/2"},
    "ст. 19.11 ч. 2 УК": set(),
    "52(a) УК": set(),
    "ст.361-1 ч.3": {"361-1/3"},
    "арт. 361 ч. 3": {"361/3"},
    "артыкул 361 частка 3": {"361/3"},
    "505A": {"505A"},
    "505a": {"505A"},
    "section 505A": {"505A"},
    "s. 505A, Penal Code": {"505A"},
    "section 505": {"505/a", "505/b"},
    "505(a)": {"505/a"},
    "505 (b)": {"505/b"},
    "section 505(a), Penal Code": {"505/a"},
    "§ 52(a)": {"52/a"},
    "52(a) Counter-Terrorism Law": {"52/a"},
    "art. 19.11 part 2 CAO": {"19.11/2"},
    "19.11 CAO": {"19.11/2"},
    "19.11 Penal Code": set(),
    "ст. 205.2 УК": {"205.2"},
    "３６１-１": {"361-1/1", "361-1/3"},  # full-width digits
    "99": set(),
    "361-1 part 9": set(),
    "505-A": {"505A"},
    "УК РФ, ст. 275": {"275"},
    "ст. 275 УК РФ": {"275"},
    "ст. 275 УК РБ": set(),
    "342 УК РФ": set(),
    "ч. 1, 2 ст. 342 УК": {"342"},
    "314/2": {"314/2"},
    "342-й": {"342"},
}


@pytest.mark.parametrize("query", MEANT)
def test_citation_means_the_provisions_that_are_cited_so(query: str) -> None:
    cited = citations(query)
    assert len(cited) == 1
    assert {name for name, provision in PROVISIONS.items() if cited[0].means(provision)} == MEANT[query]


def test_several_articles_of_one_query_are_each_meant() -> None:
    cited = citations("ч. 1 ст. 361-1, ст. 275 УК РФ")
    assert [(each.article, each.parts) for each in cited] == [("361-1", ("1",)), ("275", ())]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "Мельник",
        "art.",
        "part 3",
        "2020-2021 protests, Minsk 7",
        "(a)",
        "-1",
        "ст. ч. 3",
        "342 ½",
        "342*",
        "ч. 1-2 ст. 342",
        "342 /2",
        "1.5.2020",
        "ст. 205. 2",
    ],
)
def test_words_that_cite_nothing_are_no_citation(query: str) -> None:
    assert citations(query) == []


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("INVENTED-12", "INVENTED-12"),
        ("No. INVENTED-12", "INVENTED-12"),
        ("№ 1-12/2023", "1-12/2023"),
        ("№1-12/2023", "1-12/2023"),
        ("case no. 1-12/2023", "1-12/2023"),
        ("дело № 1–12/2023", "1-12/2023"),
        ("invented-12", "INVENTED-12"),
        ("N-12", "N-12"),
    ],
)
def test_case_number_is_met_with_the_words_before_it(query: str, number: str) -> None:
    assert number in case_numbers(query)


@pytest.mark.parametrize("piece", ["a,", ", ", "a ", "1-", "1.", "(a)", "ч. ", "art. ", "№ ", "no. ", "a", "1a", " "])
def test_long_query_is_read_in_one_way_only(piece: str) -> None:
    """Were there two ways to read each piece, reading these would not end."""
    for query in (piece * 100, f"1 {piece * 100} 5", f"art. 1 part 2 {piece * 100};"):
        citations(query)
        case_numbers(query)


def test_query_without_a_digit_is_no_case_number() -> None:
    assert case_numbers("Number") == set()
