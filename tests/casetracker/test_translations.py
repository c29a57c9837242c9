"""Catalogues compiled here read like gettext's, and broken ones are told with their line."""

import gettext
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from casetracker.translations import CatalogueError, compiled, problems, read

PO = """# comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : n%10<5 ? 1 : 2);\\n"

#: file.py:1
msgid "Person"
msgstr "Чалавек"

msgctxt "verb"
msgid "Person"
msgstr "Асобіць"

#, python-format
msgid "%(count)s case"
msgid_plural "%(count)s cases"
msgstr[0] "%(count)s справа"
msgstr[1] "%(count)s справы"
msgstr[2] "%(count)s спраў"

#, fuzzy
msgid "Guess"
msgstr "Не то"

msgid "Untranslated"
msgstr ""

msgid ""
"Two "
"lines"
msgstr ""
"Два "
"радкі"

#~ msgid "Obsolete"
#~ msgstr "Старое"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "be" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    return folder / "django.po"


def test_compiled_catalogue_is_read_by_gettext(file: Path) -> None:
    found = gettext.GNUTranslations(io.BytesIO(compiled(file)))
    assert found.gettext("Person") == "Чалавек"
    assert found.pgettext("verb", "Person") == "Асобіць"
    assert [found.ngettext("%(count)s case", "%(count)s cases", n)[10:] for n in (1, 2, 5)] == [
        "справа",
        "справы",
        "спраў",
    ]
    assert found.gettext("Two lines") == "Два радкі"
    assert found.gettext("Guess") == "Guess"
    assert found.gettext("Untranslated") == "Untranslated"
    assert found.gettext("Obsolete") == "Obsolete"
    assert compiled(file) == compiled(file), "no time of compiling is in it"
    assert list(problems(file)) == []


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('msgid "%(name)s left"\nmsgstr "%(nome)s пайшоў"\n', "placeholders"),
        ('msgid "%s left"\nmsgstr "пайшоў"\n', "placeholders"),
        ('msgid "Person"\nmsgstr "Асоба"\n', "twice"),
    ],
)
def test_problems_of_a_translation_that_breaks_its_page_are_told(file: Path, added: str, said: str) -> None:
    file.write_text(PO.partition("#~")[0] + added, encoding="utf-8")
    assert [said in sentence for sentence in problems(file)] == [True]


@pytest.mark.parametrize("bad", ['msgid "open', '"alone"', 'msgid "a" + b'])
def test_read_of_a_broken_line_names_it(file: Path, bad: str) -> None:
    file.write_text(bad + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="line 1"):
        read(file)


def test_command_writes_compiled_files_and_check_writes_none(file: Path, tmp_path: Path) -> None:
    with override_settings(LOCALE_PATHS=[tmp_path]):
        call_command("compile_translations", "--check", verbosity=0)
        assert not file.with_suffix(".mo").exists()
        call_command("compile_translations", verbosity=0)
        assert file.with_suffix(".mo").read_bytes() == compiled(file)
        file.write_text("nonsense", encoding="utf-8")
        with pytest.raises(CommandError, match=r"django\.po, line 1"):
            call_command("compile_translations", "--check", verbosity=0)
