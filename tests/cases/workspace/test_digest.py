"""The digest: approved events alone, in three languages and three forms, harmless wherever it is pasted."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from cases.models import Case, Person
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from cases.workspace.digest import FORMS, LANGUAGES, Line, Section, sections_of, written
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])
FIRST, LAST = dt.date(2026, 11, 16), dt.date(2026, 11, 22)


def approve(record: Person | Case, editor: User, reviewer: User) -> None:
    sent = transitions.submit(record=type(record).objects.get(pk=record.pk), by=editor)
    transitions.approve(snapshot=sent, by=reviewer, digest=sent.digest, ticked=set(values_of(sent.content)))
    publish.publish_outstanding()


@pytest.fixture
def person(editor: User) -> Person:
    """Detained, recognised and sentenced within the week, with an exact day each; and one event that is not exact."""
    made = factories.person("Вядомы Чалавек", by=editor)
    factories.person_name(made, text="Viadomy Chalaviek", kind="latin", language="en", by=editor)
    factories.custody(made, kind="remand", from_date="2026-11-17", by=editor)
    factories.recognition(made, from_date="2026-11-20", by=editor)
    factories.recognition(made, from_date="2026", by=editor)
    one = factories.defendant(person=made, case=factories.case(by=editor), by=editor)
    factories.penalty(factories.sentence(one, decided="2026-11-19", by=editor), by=editor)
    return made


def test_digest_holds_what_was_approved_and_nothing_else(person: Person, editor: User, reviewer: User) -> None:
    other = factories.person("Незацверджаны", by=editor)
    factories.custody(other, from_date="2026-11-18", by=editor)
    assert sections_of(FIRST, LAST, "en") == []
    approve(person, editor, reviewer)
    approve(person.prosecutions.get().case, editor, reviewer)
    told = {section.title: [line.day.day for line in section.lines] for section in sections_of(FIRST, LAST, "en")}
    assert told["Taken into custody"] == [17] and told["Recognised"] == [20] and told["Sentenced"] == [19]
    whole = written(sections_of(FIRST, LAST, "en"), FIRST, LAST, "en", "text")
    assert "Незацверджаны" not in whole and "3 y." in whole and "Viadomy" in whole


def test_what_was_taken_out_of_public_is_in_no_digest(person: Person, editor: User, reviewer: User) -> None:
    approve(person, editor, reviewer)
    transitions.retract(record=Person.objects.get(pk=person.pk), by=reviewer, reason="Asked for.")
    publish.publish_outstanding()
    assert sections_of(FIRST, LAST, "en") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_digest_is_written_in_every_language_and_form(
    person: Person, editor: User, reviewer: User, language: str, form: str
) -> None:
    approve(person, editor, reviewer)
    told = written(sections_of(FIRST, LAST, language), FIRST, LAST, language, form, base="https://example.org")
    assert ("Viadomy" if language == "en" else "Вядомы") in told
    assert f"https://example.org/{language}/persons/{person.public_id}/" in told


def test_transfer_is_no_new_arrest(editor: User, reviewer: User) -> None:
    person = factories.person(by=editor)
    factories.custody(person, from_date="2026-01-01", until="2026-11-18", end="transfer", by=editor)
    factories.custody(person, kind="serving", from_date="2026-11-18", by=editor)
    approve(person, editor, reviewer)
    titles = [section.title for section in sections_of(FIRST, LAST, "en")]
    assert "Taken into custody" not in titles and "Released from custody" not in titles


def test_signs_in_names_mean_nothing_where_it_is_pasted() -> None:
    sections = [Section("X", [Line(FIRST, "<script>[a](javascript:b)*", "_x_\n# y", "/en/persons/a/")])]
    assert "<script>" not in written(sections, FIRST, LAST, "en", "html")
    told = written(sections, FIRST, LAST, "en", "markdown")
    assert "\\<script\\>\\[a\\]" in told and "\n# y" not in told


def test_command_writes_it_and_refuses_bad_days(person: Person, editor: User, reviewer: User) -> None:
    approve(person, editor, reviewer)
    out = StringIO()
    call_command("digest", "--from", "2026-11-16", "--to", "2026-11-22", "--language", "be", stdout=out)
    assert "Вядомы Чалавек" in out.getvalue()
    for first, last in (("2026-11-31", "2026-12-01"), ("2026-11-22", "2026-11-16"), ("x", "y")):
        with pytest.raises(CommandError):
            call_command("digest", "--from", first, "--to", last, stdout=StringIO())


@pytest.mark.parametrize(("query", "status"), [
    ("", 200), ("first=2026-11-16&last=2026-11-22&language=ru", 200), ("first=2026-11-22&last=2026-11-16", 400),
    ("first=x", 400), ("language=xx", 400), ("first=1900-01-01&last=2026-01-01", 400), ("last=0001-01-02", 400),
    ("first=9999-12-31", 400),
])  # fmt: skip
def test_page_answers_every_question(as_editor: Client, query: str, status: int) -> None:
    assert as_editor.get(f"/admin/desk/digest/?{query}").status_code == status
