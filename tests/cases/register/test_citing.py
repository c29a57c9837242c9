"""What a query cites: the numbers of articles and parts in the words of many codes, and the numbers of cases."""

import pytest

from cases.register.citing import case_numbers, citation

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
}


@pytest.mark.parametrize("query", MEANT)
def test_citation_means_the_provisions_that_are_cited_so(query: str) -> None:
    cited = citation(query)
    assert cited
    assert {name for name, provision in PROVISIONS.items() if cited.means(provision)} == MEANT[query]


@pytest.mark.parametrize(
    "query", ["", "Мельник", "art.", "part 3", "2020-2021 protests, Minsk 7", "(a)", "-1", "ст. ч. 3"]
)
def test_words_that_cite_nothing_are_no_citation(query: str) -> None:
    assert citation(query) is None


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
        citation(query)
        case_numbers(query)


def test_query_without_a_digit_is_no_case_number() -> None:
    assert case_numbers("Number") == set()
