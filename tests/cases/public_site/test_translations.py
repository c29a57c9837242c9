"""Every text of the public site and of the vocabulary is there in every language, and every page comes out in it."""

import pytest
from django.test import Client
from django.utils.translation import ngettext, override

from cases.models import Case, Person
from casetracker.translations import compiled
from tests.cases.public_site.routes import addresses
from tests.wording import BASE, PUBLIC, in_python, in_templates, translated

PLACES = (BASE / "cases" / "public_site", BASE / "cases" / "domain")


@pytest.mark.parametrize("language", ["be", "ru"])
def test_no_text_is_missing(language: str) -> None:
    files = [*(file for folder in PLACES for file in folder.rglob("*.py")), BASE / "casetracker" / "error_pages.py"]
    wanted = {*in_python(files), *in_templates((BASE / "templates" / "public_site").rglob("*.html"))}
    assert len(wanted) > 400
    assert sorted(wanted - translated(language, PUBLIC)) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("be", ["1 год", "2 гады", "5 гадоў", "21 год"]), ("ru", ["1 год", "2 года", "5 лет", "21 год"])],
)
def test_plurals_are_right(language: str, told: list[str]) -> None:
    with override(language):
        assert [ngettext("%(n)d year", "%(n)d years", n) % {"n": n} for n in (1, 2, 5, 21)] == told


@pytest.mark.django_db(databases=["default", "register"])
@pytest.mark.parametrize("language", ["be", "ru"])
def test_every_page_is_in_its_language(reader: Client, public: tuple[Person, Case], language: str) -> None:
    person, case = public
    for name, address in addresses(person.public_id, case.public_id).items():
        if address.startswith("/en/") and address.partition("?")[0].endswith("/"):
            response = reader.get(address.replace("/en/", f"/{language}/", 1))
            page = response.content.decode()
            if name == "label" and response.status_code == 404:
                continue  # the person of the test was released
            assert response.status_code == 200, name
            assert f'<html lang="{language}"' in page, name
            assert "Everything here has been reviewed" not in page, name
            assert f'href="/{language}/' in page, name


def test_catalogues_compile() -> None:
    for language in ("be", "ru"):
        assert compiled(PUBLIC / language / "LC_MESSAGES" / "django.po")
