"""Every text of the public site and of the vocabulary is there in every language, and every page comes out in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.translation import ngettext, override

from cases.models import Case, Person
from casetracker.translations import compiled, read
from tests.cases.register.routes import addresses

BASE = Path(settings.BASE_DIR)
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?)(?:{% plural %}(.*?))?{% endblocktranslate %}", re.DOTALL)
LOCALES = BASE / "cases" / "register" / "locale"


def _in_python() -> Iterator[str]:
    folders = (BASE / "cases" / "register", BASE / "cases" / "vocabulary")
    for file in [*(file for folder in folders for file in folder.rglob("*.py")), BASE / "casetracker" / "errors.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _in_templates() -> Iterator[str]:
    for file in (BASE / "templates" / "register").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        yield from (found[1] for found in re.findall(r"{% translate (['\"])(.*?)\1", text))
        yield from re.findall(r"_\(\"(.*?)\"\)", text)
        for one, _many in BLOCK.findall(text):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", one)


@pytest.mark.parametrize("language", ["be", "ru"])
def test_no_text_is_missing(language: str) -> None:
    catalogue = read(LOCALES / language / "LC_MESSAGES" / "django.po")
    there = {message.parts["msgid"] for message in catalogue if all(message.forms) and not message.fuzzy}
    wanted = {*_in_python(), *_in_templates()}
    assert len(wanted) > 400
    assert sorted(wanted - there) == []


@pytest.fixture
def catalogues() -> None:
    """The compiled catalogues, as `make run` leaves them."""
    call_command("compile_translations", verbosity=0)


@pytest.mark.parametrize(
    ("language", "told"),
    [("be", ["1 год", "2 гады", "5 гадоў", "21 год"]), ("ru", ["1 год", "2 года", "5 лет", "21 год"])],
)
def test_plurals_are_right(catalogues: None, language: str, told: list[str]) -> None:
    with override(language):
        assert [ngettext("%(n)d year", "%(n)d years", n) % {"n": n} for n in (1, 2, 5, 21)] == told


@pytest.mark.django_db(databases=["default", "register"])
@pytest.mark.parametrize("language", ["be", "ru"])
def test_every_page_is_in_its_language(
    catalogues: None, reader: Client, public: tuple[Person, Case], language: str
) -> None:
    person, case = public
    for name, address in addresses(person.public_id, case.public_id).items():
        if address.startswith("/en/") and address.partition("?")[0].endswith("/"):
            response = reader.get(address.replace("/en/", f"/{language}/", 1))
            page = response.content.decode()
            assert response.status_code == 200, name
            assert f'<html lang="{language}"' in page, name
            assert "Only what was reviewed" not in page, name
            assert f'href="/{language}/' in page, name


def test_catalogues_compile() -> None:
    for language in ("be", "ru"):
        assert compiled(LOCALES / language / "LC_MESSAGES" / "django.po")
