"""An empty list to be filled in: headers that the import recognises, and drop-downs for what is a choice."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cases.domain.vocabulary import CustodyEnd, Gender, PenaltyKind, RecognitionStatus, Regime, Stage
from cases.spreadsheets.mapping.column_targets import KEY, LINK, NOTES

LANGUAGES = ("en", "be", "ru")
ROWS = 1000  # with drop-downs
# Target -> header in each language; every header is a word of header_words.toml.
COLUMNS: dict[str, tuple[str, str, str]] = {
    KEY: ("ID", "Ідэнтыфікатар", "Идентификатор"), "name.text": ("Name", "Імя і прозвішча", "ФИО"),
    "name2.text": ("Name in Latin", "Імя лацінкай", "Имя латиницей"), "alias.text": ("Also known as", "Псеўданім", "Псевдоним"),
    "person.gender": ("Gender", "Гендар", "Пол"), "person.born": ("Date of birth", "Дата нараджэння", "Дата рождения"),
    "citizenship.country": ("Citizenship", "Грамадзянства", "Гражданство"), "person.region": ("Region", "Рэгіён", "Регион"),
    "occupation.occupation": ("Occupation", "Прафесія", "Профессия"),
    "custody.from_date": ("Date of arrest", "Дата затрымання", "Дата задержания"),
    "custody.facility": ("Place of detention", "Месца ўтрымання", "Место содержания"),
    "custody.until": ("Date of release", "Дата вызвалення", "Дата освобождения"),
    "custody.end": ("How released", "Як вызвалены", "Как освобожден"),
    "charge.charges": ("Articles", "Артыкулы", "Статьи"), "case.number": ("Case number", "Нумар справы", "Номер дела"),
    "case.court": ("Court", "Суд", "Суд"), "defendant.stage": ("Stage", "Стадыя", "Стадия"),
    "sentence.decided": ("Date of sentence", "Дата прысуду", "Дата приговора"), "penalty.length": ("Term", "Тэрмін", "Срок"),
    "penalty.kind": ("Penalty", "Від пакарання", "Вид наказания"), "penalty.regime": ("Regime", "Рэжым", "Режим"),
    "penalty.amount": ("Amount of fine", "Сума штрафу", "Сумма штрафа"), "judge": ("Judge", "Суддзя", "Судья"),
    "lawyer": ("Lawyer", "Адвакат", "Адвокат"), "recognition.organisation": ("Recognised by", "Кім прызнаны", "Кем признан"),
    "recognition.status": ("Recognition", "Прызнанне", "Признание"),
    "address": ("Address for letters", "Адрас для лістоў", "Адрес для писем"),
    "person.contacts": ("Contacts", "Кантакты", "Контакты"), "person.health": ("Health", "Здароўе", "Здоровье"),
    "person.relatives": ("Relatives", "Сваякі", "Родственники"), LINK: ("Source link", "Крыніца", "Источник"),
    NOTES: ("Notes", "Нататкі", "Примечания"),
}  # fmt: skip
CHOICES: dict[str, Any] = {
    "person.gender": Gender, "custody.end": CustodyEnd, "defendant.stage": Stage, "penalty.kind": PenaltyKind, "penalty.regime": Regime,  # noqa: E501
    "recognition.status": RecognitionStatus,
}  # fmt: skip


def headers(language: str) -> list[str]:
    """The headers of the list in this language, English for any other."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    return [names[at] for names in COLUMNS.values()]


def workbook(language: str) -> bytes:
    """The list as XLSX, its choices on a hidden sheet in the language of the reader."""
    book = Workbook()
    sheet, words = book.active, book.create_sheet("choices")
    assert sheet is not None
    sheet.title, words.sheet_state = "list", "hidden"
    sheet.append(headers(language))
    sheet.freeze_panes = "A2"
    for place, target in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 22
        for row in range(2, ROWS + 2) if target not in CHOICES else ():
            sheet[f"{letter}{row}"].number_format = "@"  # text: no program makes a date of 3-22
        if target in CHOICES:
            _add_choices(sheet, words, letter, [str(label) for label in CHOICES[target].labels])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_choices(sheet: Any, words: Any, letter: str, labels: list[str]) -> None:
    for row, label in enumerate(labels, start=1):
        words[f"{letter}{row}"] = label
    allowed = DataValidation(type="list", formula1=f"choices!${letter}$1:${letter}${len(labels)}", allow_blank=True)
    allowed.errorStyle = "warning"  # another word may be written: it is asked about
    allowed.add(f"{letter}2:{letter}{ROWS + 1}")
    sheet.add_data_validation(allowed)
