"""What a table says, whatever file it came in; numbers, dates and letters exactly as they were given."""

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.imports.reading import Unreadable, read_table
from cases.imports.reading.delimited import decode, find_delimiter
from tests.cases.imports import hostile

moment = dt.datetime  # the cells of a workbook know no time zone
TEXT = "імя;нататка\nЎладзімір;«Добры, дзень»\n"


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1251"), "cp1251"),
    ],
)
def test_read_table_guesses_and_tells_encoding_and_delimiter(encoded: bytes, encoding: str) -> None:
    table = read_table(encoded, "list.csv")
    assert (table.encoding, table.delimiter, table.headers) == (encoding, ";", ["імя", "нататка"])
    assert table.rows == [["Ўладзімір", "«Добры, дзень»"]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "koi8-r", "cp866", "iso-8859-5"])
def test_read_table_named_encoding_is_taken(encoding: str) -> None:
    content = "имя;x\nИван;1\n".encode(encoding)
    assert read_table(content, "list.csv", encoding=encoding).rows == [["Иван", "1"]]


@pytest.mark.parametrize("encoding", ["rot13", "idna", "nonsense", "utf-7"])
def test_read_table_encoding_that_is_not_taken_is_refused(encoding: str) -> None:
    with pytest.raises(Unreadable, match="is not taken"):
        read_table(b"id\n1\n", "list.csv", encoding=encoding)


def test_read_table_named_delimiter_is_taken() -> None:
    assert read_table(b"a~b,c\n1~2,3\n", "list.csv", delimiter="~").rows == [["1", "2,3"]]
    with pytest.raises(Unreadable, match="cannot be a delimiter"):
        find_delimiter("a,b\n", "ab")


def test_read_table_short_rows_are_filled_only_when_asked() -> None:
    with pytest.raises(Unreadable, match="Row 2 has 1 cells"):
        read_table(b"a,b\n1\n", "list.csv")
    table = read_table(b"a,b\n1\n", "list.csv", fill_short_rows=True)
    assert (table.rows, table.notes) == (
        [["1", ""]],
        ["Rows with fewer cells than the 2 headers, the missing ones taken as empty: 2."],
    )


def test_read_table_counts_rows_as_a_spreadsheet_does() -> None:
    table = read_table(b'a,b\n"1\n1",x\n\n2,y\n', "list.csv")
    assert (table.numbers, table.notes) == ([2, 4], ["1 blank row was left out."])


def test_read_table_cleans_headers_and_tells() -> None:
    table = read_table("a\u00a0 b ,c\u200b\n1,2\n".encode(), "list.csv")
    assert table.headers == ["a b", "c"]
    assert len(table.notes) == 2


def in_workbook(value: object, number_format: str = "General") -> str:
    """The text that a cell of an XLSX with this value and format gives."""

    def fill(book: openpyxl.Workbook) -> None:
        book.active["A3"], book.active["B3"] = value, "x"
        book.active["A3"].number_format = number_format

    return read_table(hostile.workbook(fill), "list.xlsx").rows[1][0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12, "General", "12"),
        (12.0, "General", "12"),
        (0.1, "General", "0.1"),
        (1e-7, "General", "0.0000001"),
        (-3.5, "General", "-3.5"),
        (123, "00000", "00123"),
        (True, "General", "TRUE"),
        (moment(2021, 5, 4), "yyyy-mm-dd", "2021-05-04"),
        (moment(2021, 5, 4, 13, 30), "yyyy-mm-dd hh:mm", "2021-05-04 13:30:00"),
        (moment(2019, 5, 1), "mmmm yyyy", "2019-05"),
        (moment(2019, 1, 1), "yyyy", "2019"),
        ("00123", "@", "00123"),
        ("=text", "@", None),
    ],
)
def test_read_workbook_cell_gives_exact_text(value: object, number_format: str, text: str | None) -> None:
    if text is None:  # openpyxl writes it as a formula, and a formula without a value is refused
        with pytest.raises(Unreadable, match="formula"):
            in_workbook(value, number_format)
    else:
        assert in_workbook(value, number_format) == text


def test_read_workbook_of_1904_gives_true_days() -> None:
    filename, content, _refusal = hostile.FILES["calendar of 1904"]
    assert read_table(content, filename).rows[1][0] == "2021-05-04"


def test_read_workbook_with_lying_dimension_gives_all_rows() -> None:
    filename, content, _refusal = hostile.FILES["lying dimension"]
    assert read_table(content, filename).rows == [["1"], ["2"]]


def test_read_workbook_sheet_can_be_named() -> None:
    content = hostile.workbook(hostile.second_sheet)
    assert read_table(content, "list.xlsx", sheet="Sheet").sheet == "Sheet"
    with pytest.raises(Unreadable, match="no sheet “Nowhere”"):
        read_table(content, "list.xlsx", sheet="Nowhere")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (hostile.ods_cell("", "office:value-type='float' office:value='12'"), "12"),
        (hostile.ods_cell("", "office:value-type='float' office:value='0.10'"), "0.1"),
        (hostile.ods_cell("", "office:value-type='date' office:date-value='2021-05-04'"), "2021-05-04"),
        (
            hostile.ods_cell("", "office:value-type='date' office:date-value='2021-05-04T13:30:00'"),
            "2021-05-04 13:30:00",
        ),
        (hostile.ods_cell("a<text:s text:c='2'/>b<text:line-break/>c"), "a  b\nc"),
        (hostile.ods_cell("x<office:annotation><text:p>comment</text:p></office:annotation>"), "x"),
        (hostile.ods_cell("2", "table:formula='of:=1+1' office:value-type='float' office:value='2'"), "2"),
    ],
)
def test_read_ods_cell_gives_exact_text(cell: str, text: str) -> None:
    content = hostile.ods(hostile.ods_row(cell, hostile.ods_cell("n")))
    assert read_table(content, "list.ods").rows == [[text, "n"]]


def test_read_ods_month_stays_a_month() -> None:
    style = (
        "<office:automatic-styles><number:date-style style:name='N1'><number:month/><number:year/></number:date-style>"
        "<style:style style:name='ce1' style:data-style-name='N1'/></office:automatic-styles>"
    )
    cell = hostile.ods_cell("", "office:value-type='date' office:date-value='2019-05-01' table:style-name='ce1'")
    content = hostile.ods(hostile.ods_row(cell, hostile.ods_cell("n")), style)
    assert read_table(content, "list.ods").rows == [["2019-05", "n"]]


def test_read_ods_repeated_cells_and_rows_are_spread() -> None:
    rows = hostile.ods_row(
        hostile.ods_cell("x", "office:value-type='string' table:number-columns-repeated='2'"),
        more="table:number-rows-repeated='2'",
    )
    table = read_table(hostile.ods(rows), "list.ods")
    assert (table.rows, table.numbers) == ([["x", "x"], ["x", "x"]], [2, 3])


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffd"), min_size=1, max_size=12
).filter(lambda text: text.strip() == text)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_read_table_gives_back_every_cell_of_csv_and_xlsx(rows: list[tuple[str, str]]) -> None:
    import csv

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([("first", "second"), *rows])
    assert [tuple(row) for row in read_table(text.getvalue().encode(), "list.csv", delimiter=",").rows] == rows

    book = openpyxl.Workbook()
    for row in [("first", "second"), *rows]:
        book.active.append([None, None])
        for place, cell in enumerate(row, start=1):
            stored = book.active.cell(book.active.max_row, place)
            stored.value, stored.data_type = cell, "s"
    saved = io.BytesIO()
    book.save(saved)
    assert [tuple(row) for row in read_table(saved.getvalue(), "list.xlsx").rows] == rows


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_decode_any_bytes_gives_text_or_a_sentence(content: bytes) -> None:
    try:
        text, encoding = decode(content, "")
    except Unreadable as refused:
        assert refused.sentence
    else:
        assert encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251")
        assert "\x00" not in text or encoding.startswith("utf")


@settings(max_examples=15, deadline=None)
@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_read_workbook_with_any_byte_changed_is_taken_or_refused(place: int, value: int) -> None:
    content = bytearray(hostile.workbook())
    content[place % len(content)] = value
    try:
        table = read_table(bytes(content), "list.xlsx")
    except Unreadable as refused:
        assert refused.sentence
    else:
        assert table.rows == [["1", "Ala Invented"]]


def test_child_process_environment_holds_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    seen: list[dict[str, str]] = []
    run: Callable[..., object] = subprocess.run

    def watch(*args: object, **kwargs: dict[str, str]) -> object:
        seen.append(kwargs["env"])
        return run(*args, **kwargs)

    monkeypatch.setenv("CASETRACKER_SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", watch)
    read_table(b"id\n1\n", "list.csv")
    assert set(seen[0]) == {"PYTHONPATH", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE"}
