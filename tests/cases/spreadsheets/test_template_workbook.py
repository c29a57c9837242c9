"""The empty list: its headers are recognised, its choices are read as what they mean."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from cases.spreadsheets.mapping.guess_columns import by_header
from cases.spreadsheets.pages.template_workbook import CHOICES, COLUMNS, LANGUAGES, headers, workbook
from cases.spreadsheets.pages.unknown_value_forms import WordQuestions
from tests.accounts.signing_in import sign_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_header_is_recognised(language: str) -> None:
    assert [by_header(header) for header in headers(language)] == list(COLUMNS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_is_read_as_what_it_means(language: str) -> None:
    with override(language):
        labels = {target: dict(choices.choices) for target, choices in CHOICES.items()}
        found = {
            (target, str(label)): WordQuestions("BY").likeliest(target, str(label))
            for target, of in labels.items()
            for label in of.values()
        }
        wanted = {(target, str(label)): f"code:{code}" for target, of in labels.items() for code, label in of.items()}
        assert {key: found[key] for key in wanted if found[key] != wanted[key]} == {}


def test_template_has_drop_downs_and_comes_from_the_import_page(editor: User) -> None:
    client: Client = sign_in(editor)
    assert reverse("admin:import_template") in client.get(reverse("admin:cases_importbatch_add")).text
    answer = client.get(reverse("admin:import_template"))
    assert answer.status_code == 200 and "list.xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book["list"].data_validations.dataValidation) == len(CHOICES) and book["choices"].sheet_state == "hidden"
    assert workbook("en")
