"""The log tells a reader nothing of what is restricted to others, and keeps what was read and exported."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Entry, User
from cases.models import Case, Person
from tests import factories
from tests.access.asking import body
from tests.accounts.signing_in import make_user, sign_in

SECRET = "Таямніца"
LOG = "admin:accounts_entry_changelist"


@pytest.fixture
def barred(editor: User) -> Person:
    """A restricted person, one of two defendants of an open case; the part of a second one was removed again."""
    person = factories.person(f"{SECRET} Выдуманы", by=editor)
    case = factories.case(title="Open case", by=editor)
    hidden = factories.defendant(case=case, person=person, by=editor)
    factories.sentence(hidden, internal_notes=f"{SECRET} sentence", by=editor)
    factories.charge(hidden, by=editor)
    factories.citation(case, about=f"{hidden.path}/stage", quote=f"{SECRET} quotation", by=editor)
    hearing = factories.hearing(case, by=editor)
    factories.hearing_defendant(hearing, defendant=hidden, by=editor).remove(by=editor)
    factories.defendant(case=case, person=factories.person("Вядомы Чалавек", by=editor), by=editor)
    second = factories.person(f"{SECRET} Другі", by=editor)
    factories.defendant(case=factories.case(by=editor), person=second, by=editor).remove(by=editor)
    for record in (person, second):
        factories.restrict(record, editor)
    return person


def everything(client: Client) -> str:
    """All that the log shows: its list, its export, and each entry on its page."""
    pages = [client.get(reverse(LOG), {"p": page, "all": ""}).content.decode() for page in (1, 2, 3, 4)]
    pages.append(body(client.post(reverse("admin:accounts_entry_export"))).decode())
    for sequence in Entry.objects.values_list("sequence", flat=True):
        pages.append(client.get(reverse("admin:accounts_entry_change", args=[sequence])).content.decode())
    return "\n".join(pages)


@pytest.mark.django_db
def test_log_tells_an_auditor_nothing_of_a_restricted_person(auditor: User, barred: Person, editor: User) -> None:
    sign_in(editor).get(reverse("admin:cases_person_change", args=[barred.pk]))
    assert Entry.objects.filter(action="read restricted").exists()
    text = everything(sign_in(auditor))
    assert "Вядомы Чалавек" in text
    assert "Open case" in text
    assert SECRET not in text
    assert "read restricted" not in text


@pytest.mark.django_db
def test_log_tells_an_auditor_among_the_readers(auditor: User, barred: Person, editor: User) -> None:
    barred.set_readers([editor, auditor], by=editor)
    assert f"{SECRET} sentence" in everything(sign_in(auditor))


@pytest.mark.django_db
def test_log_tells_an_administrator_no_values_of_cases(administrator: User, editor: User) -> None:
    factories.person("Вядомы Чалавек", by=editor)
    text = everything(sign_in(administrator))
    assert "Вядомы" not in text
    assert "you don't have access to this record" in text


@pytest.mark.django_db
def test_entry_of_a_restricted_record_is_answered_like_none(auditor: User, barred: Person) -> None:
    client = sign_in(auditor)
    entry = Entry.objects.filter(kind="person", key=barred.pk).first()
    assert entry is not None
    answers = [client.get(reverse("admin:accounts_entry_change", args=[key])) for key in (entry.sequence, 10**6)]
    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].content == answers[1].content


@pytest.mark.django_db
def test_search_of_the_log_by_number_finds_nothing_restricted(auditor: User, barred: Person) -> None:
    text = sign_in(auditor).get(reverse(LOG), {"q": str(barred.pk), "kind": "person"}).content.decode()
    assert SECRET not in text


@pytest.mark.django_db
def test_export_of_the_log_is_logged_with_filter_and_rows(auditor: User) -> None:
    sign_in(auditor).post(reverse("admin:accounts_entry_export") + "?kind=person")
    entry = Entry.objects.get(action="log exported")
    assert (entry.by, entry.note, entry.after) == (auditor, "kind=person", "0")


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["change", "history"])
@pytest.mark.parametrize("noun", ["person", "case", "defendant", "hearing", "sentence"])
def test_reading_of_anything_restricted_is_logged(editor: User, noun: str, view: str) -> None:
    defendant = factories.defendant(by=editor)
    record = {
        "person": lambda: defendant.person, "case": lambda: defendant.case, "defendant": lambda: defendant,
        "hearing": lambda: factories.hearing(defendant.case), "sentence": lambda: factories.sentence(defendant),
    }[noun]()  # fmt: skip
    root = record.root
    case = root if isinstance(root, (Person, Case)) else None
    assert case is not None
    fresh = type(case).objects.get(pk=case.pk)
    fresh = factories.restrict(fresh, editor)
    assert sign_in(editor).get(reverse(f"admin:cases_{noun}_{view}", args=[record.pk])).status_code == 200
    entry = Entry.objects.get(action="read restricted")
    assert (entry.by, entry.root_kind, entry.root_key) == (editor, fresh.noun(), fresh.pk)


@pytest.mark.django_db
def test_reading_of_a_part_of_a_restricted_person_in_an_open_case_is_logged(editor: User) -> None:
    defendant = factories.defendant(by=editor)
    person = defendant.person
    person = factories.restrict(person, editor)
    assert sign_in(editor).get(reverse("admin:cases_defendant_change", args=[defendant.pk])).status_code == 200
    assert Entry.objects.filter(action="read restricted", by=editor).exists()


@pytest.mark.django_db
def test_sensitive_values_of_a_reading_auditor_are_logged() -> None:
    person = factories.person(contacts="+375 29 0000000")
    auditor = make_user("reader", "cases.view_person", "cases.view_sensitive")
    client = sign_in(auditor)
    assert (
        "+375 29"
        in client.get(reverse("admin:cases_person_change", args=[person.pk]), {"sensitive": "1"}).content.decode()
    )
    assert Entry.objects.get(action="read sensitive").by == auditor


@pytest.mark.django_db
@pytest.mark.parametrize("noun", ["case", "hearing", "person"])
def test_reading_a_page_that_names_something_restricted_is_logged(editor: User, noun: str) -> None:
    """The page itself is open; whom or what it names to the few who may know of it is not."""
    defendant = factories.defendant(by=editor)
    page, named = {
        "case": lambda: (defendant.case, defendant.person), "person": lambda: (defendant.person, defendant.case),
        "hearing": lambda: (factories.hearing(defendant.case), defendant.person),
    }[noun]()  # fmt: skip
    named.refresh_from_db()
    named = factories.restrict(named, editor)
    assert sign_in(editor).get(reverse(f"admin:cases_{noun}_change", args=[page.pk])).status_code == 200
    entry = Entry.objects.get(action="read restricted")
    assert (entry.by, entry.root_kind, entry.root_key) == (editor, named.noun(), named.pk)
