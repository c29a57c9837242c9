"""Finding the table in a sheet: title lines, headers, empty columns, totals, sheets, encodings, JSON."""

import datetime as dt
import io
import json
from typing import Any

import openpyxl
import pytest

from cases.spreadsheets.reading import Table, Unreadable, read_table
from cases.spreadsheets.reading.find_headers import header_index, is_total


def workbook(*sheets: list[list[Any]], merge: str = "") -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet(f"List {number + 1}")
        assert sheet is not None
        sheet.title = f"List {number + 1}"
        for row in rows:
            sheet.append(row)
        if merge and number == 0:
            sheet.merge_cells(merge)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(rows: list[list[Any]], **more: Any) -> Table:
    return read_table(workbook(rows, merge=more.pop("merge", "")), "list.xlsx", **more)


HEAD = ["№", "ФИО", "Дата", "Место"]
ROW = [1, "Выдуманы Іван", "2021", "дом"]


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([["a", "b"], ["1", "2"]], 0),
        ([["Список"], [], ["№", "ФИО", "Дата"], ["1", "А", "2021"]], 2),
        ([["Список", "2026"], ["№", "ФИО", "Дата", "Суд", "Срок"], ["1", "А", "2021", "", ""]], 1),
        ([["Список"], ["обновлён 01.11.2026"], ["ФИО", "Дата", "Срок"], ["А", "2021", "5"]], 2),
        ([["name"], ["A"], ["B"]], 0),
        ([["id", "name", ""], ["1", "A", "x"]], 0),
        ([["id", "name"], ["1", "A"], ["2", "B"], ["3", "C"]], 0),
        ([["序号", "", "", ""], ["姓名", "性别", "出生年月", "现况"], ["贾甲", "男", "1980", "在押"]], 1),
    ],
)
def test_header_index_finds_the_row_under_titles(rows: list[list[str]], index: int) -> None:
    assert header_index(list(enumerate(rows, start=1))) == index


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (["Итого:", "6"], True), (["Всего", "", "12"], True), (["Total", "5", "40%"], True), (["", "Разам: 7"], True),
        (["المجموع", "3"], True), (["合计", "3"], True), (["စုစုပေါင်း", "3"], True), (["Всего человек: 12"], True),
        (["Total", "Invented Name"], False), (["Итого Иван", "6"], False), (["1", "Итого"], False), ([""], False),
    ],
)  # fmt: skip
def test_is_total(cells: list[str], total: bool) -> None:
    assert is_total(cells) is total


def test_titles_blank_rows_totals_and_empty_columns_are_left_out_and_told() -> None:
    head, row = [*HEAD[:2], None, *HEAD[2:], None], [*ROW[:2], None, *ROW[2:], None]
    table = read([["Список (вымышленные люди)"], [], head, row, [], ["Итого:", 1]])
    assert table.headers == HEAD and table.rows == [["1", "Выдуманы Іван", "2021", "дом"]]
    assert (table.header_row, table.titles, table.totals, table.blank) == (3, ["Список (вымышленные люди)"], [6], 1)
    assert table.numbers == [4]
    assert any("totals" in note for note in table.notes)


def test_merged_title_does_no_harm_and_merged_rows_are_refused() -> None:
    assert read([["Список"], HEAD, ROW], merge="A1:D1").headers == HEAD
    with pytest.raises(Unreadable, match="A2:A3 are merged"):
        read([["Список"], HEAD, ROW], merge="A2:A3")


def test_header_row_can_be_said() -> None:
    assert read([["a", "b"], ["x", "y"], ["1", "2"]], header_row=2).headers == ["x", "y"]
    with pytest.raises(Unreadable, match="Row 9"):
        read([["a", "b"], ["x", "y"]], header_row=9)


def test_column_with_values_and_no_header_is_refused() -> None:
    with pytest.raises(Unreadable, match="Column B has no header in row 2"):
        read([["Список"], ["a", None, "c"], ["1", "x", "2"]])


def test_largest_sheet_is_taken_where_asked_and_the_others_told() -> None:
    content = workbook([["note"]], [HEAD, ROW, ROW])
    with pytest.raises(Unreadable, match="several sheets"):
        read_table(content, "list.xlsx")
    table = read_table(content, "list.xlsx", largest_sheet=True)
    assert table.sheet == "List 2" and table.sheets == ["List 1", "List 2"]
    assert any("List 1" in note for note in table.notes)
    assert read_table(content, "list.xlsx", sheet="List 2").headers == HEAD


def test_cells_that_show_less_keep_their_place_beside_an_empty_column() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", None, "born"])
    sheet.append([1, None, dt.date(2026, 11, 19)])
    sheet["C2"].number_format = "d-mmm"
    content = io.BytesIO()
    book.save(content)
    table = read_table(content.getvalue(), "list.xlsx")
    assert list(table.dated[2]) == [1] and table.rows == [["1", "19-Nov"]]


def test_separator_line_and_titles_of_a_text_file() -> None:
    table = read_table(b"sep=;\nid;name\n1;A, B\n", "list.csv")
    assert table.delimiter == ";" and table.headers == ["id", "name"] and table.numbers == [3]
    table = read_table("Список на 1 мая\nid;ФИО;год\n1;А;1980\n2;Б;1990\n".encode(), "list.csv")
    assert table.headers == ["id", "ФИО", "год"] and table.titles == ["Список на 1 мая"]


RU = "ФИО;Дата рождения;Где сейчас\n" + "Выдуманный Иван;12.04.1985;колония\n" * 5
ZH = "姓名;出生年月;现况\n" + "贾甲;1980年3月;在监狱服刑\n" * 5
TW = "姓名;出生年月;現況\n" + "賈甲;1980年3月;在監獄服刑\n" * 5
AR = "الاسم;تاريخ الميلاد;مكان الاحتجاز\n" + "فلان الفلاني;1980;سجن\n" * 5
PL = "imię;data urodzenia;więzienie\n" + "Zmyślony Łukasz;1980;Białystok\n" * 5
LT = "vardas;gimimo data;kalėjimas\n" + "Išgalvotas Žmogus;1980;Vilnius\n" * 5


@pytest.mark.parametrize(("text", "encoding"), [(RU, "cp1251"), (ZH, "gb18030"), (TW, "big5"), (AR, "cp1256")])
def test_encoding_is_guessed_where_the_text_reads_like_its_language(text: str, encoding: str) -> None:
    table = read_table(text.encode(encoding), "list.csv")
    assert table.encoding == encoding and table.rows[0][0] == text.splitlines()[1].split(";")[0]


@pytest.mark.parametrize(
    ("text", "encoding"), [(PL, "cp1250"), (LT, "cp1257"), (AR, "cp1256"), (ZH, "gb18030"), (TW, "big5")]
)
def test_encoding_is_taken_as_said(text: str, encoding: str) -> None:
    assert read_table(text.encode(encoding), "list.csv", encoding=encoding).headers == text.splitlines()[0].split(";")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_one_bad_byte_costs_a_cell_and_not_the_file(encoding: str) -> None:
    text = {"utf-8": RU, "gb18030": ZH, "big5": TW}[encoding]
    last = {"utf-8": "Б;2001;x".encode()}.get(encoding, b"A;2001;x")
    content = text.encode(encoding) + last + b"\xff\n"
    table = read_table(content, "list.csv", encoding=encoding)
    assert table.rows[-1][-1] == "x\ufffd" and len(table.rows) == 6
    assert any("a letter was lost" in note for note in table.notes)


JSON = [{"id": 1, "name": "Выдуманая Вясна", "birth": {"year": 1980}, "places": ["A", "B"], "held": True, "none": None},
        {"id": 2, "name": "Ann", "big": 12345678901234567890}]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps(JSON), "list.json"), (json.dumps({"rows": JSON, "totalRows": 2}), "list.json"),
        ("\n".join(map(json.dumps, JSON)), "list.jsonl"), ("\n".join(map(json.dumps, JSON)) + "\n\n", "list.ndjson"),
    ],
)  # fmt: skip
def test_json_and_json_lines_are_tables(content: str, name: str) -> None:
    table = read_table(content.encode(), name)
    assert table.headers == ["id", "name", "birth.year", "places", "held", "none", "big"]
    assert table.rows == [["1", "Выдуманая Вясна", "1980", "A; B", "true", "", ""], ["2", "Ann", *[""] * 4, "12345678901234567890"]]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[1, 2]", "no list of objects"), ('{"a": 1, "a": 2}', "“a” twice"), ("[{]", "no JSON: line 1"), ("[]", "no list"),
        ('{"a": 1}\nx', "no JSON"), ("[" * 5000, "nested"), ('[{"a.b": 1, "a": {"b": 2}}]', "in two ways"), ("", "empty"),
        ("[{}]", "no row"),
    ],
)  # fmt: skip
def test_json_that_is_no_table_is_refused_with_a_sentence(content: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_table(content.encode(), "list.json")
