"""What a table says, whatever file it came in; numbers, dates and letters exactly as they were given."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.spreadsheets.reading import Unreadable, read_table
from cases.spreadsheets.reading.delimited import decode, find_delimiter
from tests.cases.spreadsheets.import_ import hostile

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


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (moment(2026, 11, 19), "d-mmm", "19-Nov"), (moment(2026, 5, 1), "mmmm", "May"), (moment(2022, 3, 1), "mmm-yy", "Mar-22"),
        (moment(2022, 3, 1), "mm/yy", "Mar-22"), (moment(2022, 3, 1), "d", "1"), (moment(2022, 3, 1), "yy", "22"),
        (moment(2022, 3, 1), "dddd", "Tue"),
        (moment(2022, 3, 1), "d mmmm", "1-Mar"), (-1, "yyyy-mm-dd", "-1"), (0, "yyyy-mm-dd", "0"), (60, "yyyy-mm-dd",
        "60"), (59, "dd.mm.yyyy", "59"),
        (3_000_000, "yyyy-mm-dd", "3000000"),
    ],
)  # fmt: skip
def test_cell_that_shows_less_than_it_holds_is_doubted_and_never_completed(
    value: object, number_format: str, text: str
) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A3"], book.active["B3"] = value, "x"
        book.active["A3"].number_format = number_format

    table = read_table(hostile.workbook(fill), "list.xlsx")
    assert table.rows[1][0] == text
    assert list(table.dated) == [3]
    assert list(table.dated[3]) == [0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (moment(1985, 4, 12), "yyyy", "1985"), (moment(2021, 5, 4), "mm-dd-yy", "2021-05-04"), (moment(2021, 5, 4),
        "d-mmm-yy", "2021-05-04"),
        (moment(2021, 5, 4, 13, 30), "yyyy-mm-dd h:mm:ss", "2021-05-04 13:30:00"), (moment(2021, 5, 4),
        "dddd, d mmmm yyyy", "2021-05-04"),
        (moment(2021, 5, 4, 13, 30), "h:mm", "13:30:00"), (0.5, "h:mm", "12:00:00"), (moment(2021, 5, 4),
        "[$-419]mmmm yyyy;@", "2021-05"),
        (61, "yyyy-mm-dd", "1900-03-01"), (60, "General", "60"),
    ],
)  # fmt: skip
def test_cell_that_shows_what_it_holds_is_not_doubted(value: object, number_format: str, text: str) -> None:
    assert in_workbook(value, number_format) == text


def hidden(book: openpyxl.Workbook) -> None:
    """A hidden row, a filtered one and a hidden column."""
    sheet = book.active
    sheet.insert_cols(2)
    sheet["B1"], sheet["B2"] = "secret", "not for others"
    for row in (["2", "x", "Bea Invented"], ["3", "y", "Cea Invented"], ["4", "", "Dea Invented"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["C5"].value, sheet["C5"].number_format = moment(2026, 11, 19), "d-mmm"


def test_hidden_rows_and_columns_of_a_workbook_are_left_out_and_told() -> None:
    table = read_table(hostile.workbook(hidden), "list.xlsx")
    assert (table.headers, table.rows, table.numbers) == (
        ["id", "name"],
        [["1", "Ala Invented"], ["4", "19-Nov"]],
        [2, 5],
    )
    assert table.dated.keys() == {5}
    assert list(table.dated[5]) == [1]
    assert [note.partition(". ")[0] for note in table.notes] == [
        "2 hidden rows were left out: 3, 4",
        "1 hidden column was left out: B",
    ]


def test_hidden_rows_and_columns_are_taken_where_they_are_wanted() -> None:
    table = read_table(hostile.workbook(hidden), "list.xlsx", hidden=True)
    assert table.headers == ["id", "secret", "name"]
    assert table.numbers == [2, 3, 4, 5]
    assert list(table.dated[5]) == [2]


def test_hidden_sheet_is_left_out_and_told_unless_it_is_named() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.create_sheet("Old").append(["id"])
        book["Old"].append(["9"])
        book["Old"].sheet_state = "hidden"

    content = hostile.workbook(fill)
    table = read_table(content, "list.xlsx")
    assert (table.sheet, table.notes) == ("Sheet", ["1 hidden sheet was left out: Old. To take one, name it."])
    assert read_table(content, "list.xlsx", sheet="Old").rows == [["9"]]


def test_hidden_rows_and_columns_of_ods_are_left_out_and_told() -> None:
    columns = "<table:table-column/><table:table-column table:visibility='collapse'/>"
    rows = hostile.ods_row(hostile.ods_cell("1"), hostile.ods_cell("Ala")) + hostile.ods_row(
        hostile.ods_cell("2"), hostile.ods_cell("Bea"), more="table:visibility='filter'"
    )
    content = hostile.ods(rows)
    body = zipfile.ZipFile(io.BytesIO(content)).read("content.xml").decode()
    body = body.replace("<table:table-row>", f"{columns}<table:table-row>", 1)
    content = hostile.repacked(content, content_dot_xml=body.encode())
    table = read_table(content, "list.ods")
    assert (table.headers, table.rows) == (["id"], [["1"]])
    assert len(table.notes) == 2
    assert len(read_table(content, "list.ods", hidden=True).rows) == 2


def test_cells_of_the_example_are_doubted_and_not_completed() -> None:
    """A day and month, a month alone, a case number made a date, a year alone, a hidden row."""

    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.delete_rows(1, 2)
        for row in (
            ["id", "name", "born", "case_no"], [1, "Ann", moment(2026, 11, 19), "3-22"],
            [2, "Bea", moment(2026, 5, 1), moment(2022, 3, 1)],
            [3, "Cea", moment(1985, 4, 12), "5-22"], [4, "Dea", moment(1985, 4, 12), "6-22"],
        ):  # fmt: skip
            sheet.append(row)
        for cell, shown in (("C2", "d-mmm"), ("C3", "mmmm"), ("D3", "mmm-yy"), ("C4", "yyyy")):
            sheet[cell].number_format = shown
        sheet.row_dimensions[5].hidden = True

    table = read_table(hostile.workbook(fill), "list.xlsx")
    assert [row[2:] for row in table.rows] == [["19-Nov", "3-22"], ["May", "Mar-22"], ["1985", "5-22"]]
    assert {number: list(cells) for number, cells in table.dated.items()} == {2: [2], 3: [2, 3]}


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
        "<office:automatic-styles><number:date-style style:name='N1'><number:month/>"
        "<number:year number:style='long'/></number:date-style>"
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
