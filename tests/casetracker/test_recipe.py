"""The recipe of ARCHITECTURE.md, "Add a public field", carried out in a copy: the field arrives wherever readers look."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("accounts", "casetracker", "cases", "templates", "tests", "manage.py", "pyproject.toml")
# (file, the text before which a line is inserted, the line): what the steps of the recipe say, for `custody.cell`.
STEPS: dict[str, tuple[str, str, str]] = {
    "model": (
        "cases/models/custody.py", '    class Meta:\n        verbose_name = _("period of custody")',
        '    cell = models.CharField("cell", max_length=60, blank=True, help_text="As the letters say.")\n',
    ),
    "policy": ("cases/review/policy.py", '        "end": CHOICE,\n        "internal_notes"', '        "cell": AS_IS,\n'),
    "form": ("cases/admin/person.py", '(("kind", "facility"), ("from_date", "until", "end"), "internal_notes")', ""),
    "column": (
        "cases/public_site/models/published_person.py", "    end = word()\n\n\nclass PublishedViolation",
        '    cell = models.TextField(default="")\n',
    ),
    "presenter": (
        "cases/public_site/presenters/person_page.py", '        "lower": row["from_date"]', '        "cell": row["cell"],\n',
    ),
    "template": ("templates/public_site/person.html", "<span>{{ one.kind }}</span>", "<span>{{ one.cell }}</span>"),
    "label": ("cases/public_site/field_labels.py", '    "charged_on": ', '    "cell": _("Cell for the test"),\n'),
    "package": ("cases/spreadsheets/package/tables.py", '"from_date", "until", "end", "internal_notes")),', ""),
    "file": (
        "cases/public_site/downloads/file_columns.py", '    Column("released", ',
        '    Column("cells", "Cells.", lambda d: joined(one["cell"] for one in d["custody"])),\n',
    ),
}  # fmt: skip
ON_THE_PRIVATE_SITE = """
import pytest
from cases.review import transitions
from cases.review.review_warnings import warnings_for
from cases.review.diff import compare
from tests import factories
from tests.cases.admin.test_entry_of_every_value import test_every_value_that_may_be_public_can_be_entered

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_reviewer_sees_the_field_and_is_warned_of_a_person_named_in_it(whole_person, editor, reviewer):
    factories.person("Alena Imaginary")
    custody = whole_person.custody.get()
    custody.cell = "Beside Alena Imaginary"
    custody.save(by=editor)
    compared = compare(transitions.submit(record=whole_person, by=editor))
    assert any("Alena Imaginary" in line.proposed and line.label.lower() == "cell" for line in compared.lines)
    assert any("names another person: Alena Imaginary" in warning for warning in warnings_for(compared, user=reviewer))
"""
ON_THE_PUBLIC_SITE = """
import pytest
from tests.cases.public_site.routes import text_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def places(reader, person):
    return {
        "page": text_of(reader.get(f"/en/persons/{person.public_id}/")),
        "API": text_of(reader.get(f"/api/v1/persons/{person.public_id}")),
        "file": text_of(reader.get("/en/persons.csv")),
        "search": text_of(reader.get("/en/persons/?q=imaginarycell")),
    }


@pytest.mark.parametrize("withheld", [False, True])
def test_reader_finds_the_field_unless_it_is_withheld(withheld, whole_person, approved, reader, editor):
    custody = whole_person.custody.get()
    custody.cell = "Imaginarycell"
    custody.save(by=editor)
    approved(whole_person, withhold={f"{custody.path}/cell"} if withheld else ())
    shown = {place for place, text in places(reader, whole_person).items() if "Imaginarycell" in text}
    assert shown == (set() if withheld else {"page", "API", "file", "search"})


def test_methodology_names_the_field(whole_person, approved, reader):
    approved(whole_person)
    assert "Cell for the test" in text_of(reader.get("/en/about/methodology/"))


def test_api_describes_the_field(reader):
    schemas = reader.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert "cell" in schemas["custody"]["properties"]
"""


def carry_out(copy: Path, *steps: str) -> None:
    """Take these steps of the recipe in the copy."""
    for step in steps:
        path, before, line = STEPS[step]
        text = (copy / path).read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{step}: {before!r} is not once in {path}"
        added = text.replace(
            before, line + before if line else before.replace('"internal_notes"', '"cell", "internal_notes"')
        )
        (copy / path).write_text(added, encoding="utf-8")


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("CASETRACKER_", "PYTEST_"))
    }
    environment |= {"CASETRACKER_DEMO": "0", "CASETRACKER_DATA": str(copy / "data")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, tmp_path / name)
    return tmp_path


def test_field_added_by_the_recipe_arrives_from_entry_to_readers(copy: Path) -> None:
    carry_out(copy, "model")
    missing = run(copy, "manage.py", "check")
    assert "cases.custody.cell is not classified" in missing.stderr and missing.returncode
    carry_out(copy, "policy")
    missing = run(copy, "manage.py", "check")
    assert "custody.cell" in missing.stderr and missing.returncode
    carry_out(copy, *list(STEPS)[2:])
    made = run(copy, "manage.py", "makemigrations", "cases", "--name", "custody_cell")
    assert made.returncode == 0, made.stderr
    private = copy / "tests/cases/review/test_cell.py"
    private.write_text(ON_THE_PRIVATE_SITE, encoding="utf-8")
    public = copy / "tests/cases/public_site/test_cell.py"
    public.write_text(ON_THE_PUBLIC_SITE, encoding="utf-8")
    tried = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(private), str(public))
    assert tried.returncode == 0, tried.stdout[-4000:]


def test_recipe_names_every_file_that_is_changed_here() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    recipe = text[text.index("### Add a public field") : text.index("### Close a public field")]
    assert [path for path, _before, _line in STEPS.values() if f"`{path}`" not in recipe] == []
