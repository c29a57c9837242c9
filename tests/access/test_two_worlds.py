"""Two worlds that differ in restricted records alone are one and the same to whoever is not among their readers."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.admin_addresses import encrypted_key
from accounts.audit.export import readable_entries
from accounts.encrypted_choices import choice_of
from accounts.models import User
from cases.models import Case, Citation, Defendant, IntakeUse, Person, Record
from cases.review import transitions
from cases.review.admin import bulk_review
from cases.spreadsheets.import_.apply_import import preview
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.reading import read_table
from tests import factories
from tests.access.asking import body
from tests.access.world import SECRET, account, client_of
from tests.cases.admin.pages import opened, with_row
from tests.cases.spreadsheets.import_.conftest import HEAD, SIMPLE

pytestmark = pytest.mark.django_db(databases=["default", "register"])

NOUNS = (
    "person", "case", "defendant", "hearing", "sentence", "source", "court", "facility", "official", "organisation", "provision",
    "violation", "intake",
)  # fmt: skip
QUERIES = (
    "",
    "?q=Таямніца",
    "?q=Secret",
    "?q=SECRET/1",
    "?all=",
    "?p=2",
    "?publication=pending",
    "?in_custody=yes",
    "?o=1",
)
ROLES = ("Editor", "Reviewer", "Publisher", "Auditor", "Administrator", "Editor+Reviewer")
CHANGING = (
    (re.compile(rb'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"'), b"TOKEN"),
    (re.compile(rb"\d+\xc2\xa0(?:minute|second)s?"), b"AGO"),
)
STAMPS = (
    # Of an open record: that somebody worked on it shows, not what at.
    (re.compile(rb'name="seen" value="[^"]*"'), b"SEEN"),
    (re.compile(rb"(?:[A-Z][a-z]+\.? \d+, 20\d\d|Today), [^<]{1,20}"), b"WHEN"),
    (re.compile(rb'<div class="readonly">[^<]*</div>'), b"STAMP"),
    (re.compile(rb'<td class="field-updated_at[^<]*</td>'), b"STAMP"),
)


def asked(client: Client, records: dict[str, Record]) -> Iterator[tuple[str, Any]]:
    """Everything a reader can open, search, choose from or be refused, each with its name."""
    yield "/admin/", client.get("/admin/")
    for query in (
        "period=month&day=2021-06-07",
        "period=today&day=2021-06-07",
        "day=nonsense",
        "court=1",
        "official=1",
    ):
        yield f"agenda {query}", client.get(f"/admin/desk/agenda/?{query}")
    for query in ("", "?silent=on", "?facility=1", "?birthday=on"):
        yield f"letters {query}", client.get(f"/admin/desk/letters/{query}")
    yield from serial(client, records)
    yield from cited(client, records)
    yield "digest", client.get("/admin/desk/digest/?first=2021-01-01&last=2021-12-31")
    for noun in NOUNS:
        address = reverse(f"admin:cases_{noun}_changelist")
        for query in QUERIES:
            yield address + query, client.get(address + query)
        record = records[noun]
        for view in ("change", "history"):
            page = reverse(f"admin:cases_{noun}_{view}", args=[record.pk])
            yield page, client.get(page)
        parents = {"case": records["case"].public_id, "person": records["person"].public_id}
        yield f"{noun} add", client.get(reverse(f"admin:cases_{noun}_add"), parents)
        taken = reverse(f"admin:cases_{noun}_export")
        yield taken, client.get(taken)
        for file in ("csv", "json"):
            yield f"{taken} {file}", client.post(taken, {"format": file, "sensitive": "1"})
    person = reverse("admin:cases_person_change", args=[records["person"].pk]).removesuffix("/change/")
    yield "likely the same", client.get(f"{person}/likely/")
    typed = {"names-TOTAL_FORMS": "2", "names-0-text": "Вядомы Чалавек", "names-1-text": f"{SECRET} Secret"}
    yield "likely typed", client.post("/admin/cases/person/likely/", typed)
    yield "merges", client.get("/admin/cases/person/merges/")
    for key in range(1, 6):
        yield f"merge with {key}", client.get(reverse("admin:cases_person_merge", args=[records["person"].pk, key]))
    yield "lists taken in", client.get("/admin/cases/importbatch/")
    for model, field in (
        ("defendant", "person"), ("citation", "source"), ("sentence", "court"), ("intakeuse", "person"),
        ("intakeuse", "case"), ("intakeuse", "source"), ("citation", "case"), ("violation", "facility"),
    ):  # fmt: skip
        for term in ("", "Таямніца", "Secret", "a"):
            query = {"term": term, "app_label": "cases", "model_name": model, "field_name": field}
            yield f"autocomplete {query}", client.get(reverse("admin:autocomplete"), query)
    queue = reverse("admin:review_snapshot_changelist")
    for query in ("", "?status=all", "?status=approved", "?status=withdrawn"):
        yield queue + query, client.get(queue + query)
    ids = {"id": [encrypted_key(bulk_review.SELECTED, number) for number in range(1, 12)]}
    yield "many", client.get(reverse("admin:review_many"), ids)
    for number in range(1, 12):
        page = reverse("admin:review_snapshot_change", args=[number])
        yield page, client.get(page)
    log = reverse("admin:accounts_entry_changelist")
    kinds = ("person", "defendant", "evidence", "intake", "intakeuse", "violation", "citation")
    queries = ("", "?q=1", "?q=2", *(f"?kind={kind}" for kind in kinds), "?action=added", "?who=keeper", "?all=")
    for query in queries:
        yield log + query, client.get(log + query)
    yield "export", client.post(reverse("admin:accounts_entry_export"))
    yield from refused(client, records)


def serial(client: Client, records: dict[str, Record]) -> Iterator[tuple[str, Any]]:
    """The page of a series of hearings, asked for and filled in for days on which others sit in the same room."""
    page = reverse("desk_series", args=[records["case"].pk])
    yield "series", client.get(page)
    hearing: Any = records["hearing"]
    sent = {
        "first": "2021-06-01", "weekdays": list(range(7)), "until": "2021-06-30", "time": hearing.time or "10:00",
        "court": choice_of(records["court"]), "room": hearing.room, "kind": "session", "verb": "look",
    }  # fmt: skip
    with undone():
        yield "series looked at", client.post(page, sent)


def cited(client: Client, records: dict[str, Record]) -> Iterator[tuple[str, Any]]:
    """The pages on which a source is cited on many values at once, and its kept files."""
    page = reverse("admin:cases_source_cite", args=[records["source"].pk])
    yield "cite", client.get(page)
    for noun in ("person", "case"):
        yield (
            f"cite on {noun}",
            client.get(reverse("admin:cases_source_cite_on", args=[records["source"].pk, noun, records[noun].pk])),
        )
        for key in range(2, 6):
            yield f"cite chosen {noun} {key}", client.get(page, {noun: encrypted_key(f"cases.{noun}", key)})
    for key in range(1, 6):
        with undone():
            yield f"evidence {key}", client.get(f"/admin/cases/source/evidence/{key}/")


def refused(client: Client, records: dict[str, Record]) -> Iterator[tuple[str, Any]]:
    """Forms that come back with errors, and bulk actions over every key there may be."""
    for noun in ("person", "case"):
        keys = [encrypted_key(f"cases.{noun}", key) for key in range(1, 12)]
        chosen = {"action": "submit_many", "_selected_action": keys, "select_across": "1", "index": "0"}
        with undone():
            yield f"submit {noun}", client.post(reverse(f"admin:cases_{noun}_changelist"), chosen, follow=True)
    page = reverse("admin:cases_case_change", args=[records["case"].pk])
    if client.get(page).status_code == 200 and client.post(page).status_code == 200:
        form = opened(client, page)
        for key in keys[3:]:
            row = with_row(form, "defendants", person=key, stage="charged", stage_date="2021", act_date="")
            with undone():
                yield f"forged defendant {key}", client.post(page, row | {"jurisdiction": ""})


class undone:  # noqa: N801 - reads as a word
    """What happens within is undone."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *caught: Any) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(*caught)


def seen(
    client: Client, records: dict[str, Record], *more: tuple[re.Pattern[bytes], bytes]
) -> dict[str, tuple[int, bytes]]:
    """Status and bytes of every answer, without what changes at each request. Nothing that is asked leaves a trace."""
    answers = {}
    with undone():
        for name, response in asked(client, records):
            told = body(response)
            for pattern, instead in (*CHANGING, *more):
                told = pattern.sub(instead, told)
            answers[name] = (response.status_code, told)
    return answers


@pytest.fixture
def keeper(roles: None) -> User:
    return account("keeper", "Editor", "Reviewer")


@pytest.fixture
def records(keeper: User) -> dict[str, Record]:
    """What everybody may know of."""
    defendant = factories.defendant(
        case=factories.case(title="Open case", by=keeper),
        person=factories.person("Вядомы Чалавек", by=keeper),
        by=keeper,
    )
    sentence = factories.sentence(defendant, judge=factories.official(), by=keeper)
    factories.custody(defendant.person, by=keeper)
    made = [
        defendant.case, defendant.person, defendant, sentence, factories.hearing(defendant.case, by=keeper), sentence.court,
        sentence.judge, factories.source(by=keeper), factories.facility(), factories.organisation(), factories.provision(),
        factories.violation(defendant.person, by=keeper),
        factories.intake(subject="Open entry", restricted=False, by=keeper),
    ]  # fmt: skip
    factories.citation(defendant.person, source=made[7], by=keeper)
    transitions.submit(record=Person.objects.get(pk=defendant.person.pk), by=keeper)
    return {record.noun(): type(record).objects.get(pk=record.pk) for record in made}


def restrict(record: Record, keeper: User) -> None:
    factories.restrict(record, keeper)


def add_restricted(records: dict[str, Record], keeper: User) -> None:
    """A person and a case of their own, with everything that can belong to them, submitted before they were restricted."""
    person = factories.person(f"{SECRET} Secret", by=keeper, contacts="+375 29 0000000")
    factories.person_name(person, text="Вядомы Чалавек", by=keeper)  # the same name as somebody known
    case = factories.case(
        title=f"{SECRET} case",
        number="SECRET/1",
        court=records["court"],
        jurisdiction=records["case"].jurisdiction,
        by=keeper,  # type: ignore[attr-defined]
    )
    defendant = factories.defendant(case=case, person=person, by=keeper)
    factories.charge(defendant, provision=records["provision"], by=keeper)
    factories.penalty(
        factories.sentence(defendant, court=records["court"], judge=records["official"], by=keeper), by=keeper
    )
    hearing = factories.hearing(case, by=keeper)
    factories.hearing_official(hearing, official=records["official"], by=keeper)
    factories.hearing_defendant(hearing, defendant=defendant, by=keeper)
    factories.custody(person, facility=records["facility"], by=keeper)
    factories.recognition(person, organisation=records["organisation"], by=keeper)
    factories.citation(person, source=records["source"], quote=f"{SECRET} quotation", by=keeper)
    factories.citation(case, source=records["source"], quote=f"{SECRET} quotation", by=keeper).remove(by=keeper)
    factories.violation(person, facility=records["facility"], public_text=f"{SECRET} violation", by=keeper)
    closed = factories.intake(subject=f"{SECRET} subject", says=SECRET, restricted=True, readers=[keeper], by=keeper)
    IntakeUse(intake=closed, person=person).save(by=keeper)
    for record in (person, case):
        transitions.submit(record=type(record).objects.get(pk=record.pk), by=keeper)
        restrict(record, keeper)
    client_of(keeper).get(reverse("admin:cases_person_change", args=[person.pk]) + "?sensitive=1")


def add_hidden_part(records: dict[str, Record], keeper: User) -> None:
    """A restricted person's part in the open case, with what leads to it."""
    person = factories.person(f"{SECRET} Secret", by=keeper)
    hidden: Defendant = factories.defendant(case=records["case"], person=person, by=keeper)
    factories.charge(hidden, by=keeper, provision=records["provision"])
    factories.sentence(hidden, by=keeper, court=records["court"])
    factories.hearing_defendant(records["hearing"], defendant=hidden, by=keeper)
    factories.citation(records["case"], source=records["source"], about=f"{hidden.path}/stage", quote=SECRET, by=keeper)
    factories.defendant(case=records["case"], person=factories.person(f"{SECRET} Other", by=keeper), by=keeper).remove(
        by=keeper
    )
    IntakeUse(intake=records["intake"], person=person).save(by=keeper)
    for other in Person.objects.filter(names__text__startswith=SECRET):
        restrict(other, keeper)


LOG = ("/admin/accounts/entry/", "export")


def differing(one: dict[str, tuple[int, bytes]], other: dict[str, tuple[int, bytes]]) -> list[str]:
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


@pytest.mark.parametrize("role", ROLES)
def test_world_with_restricted_records_is_the_world_without_them(
    role: str, records: dict[str, Record], keeper: User
) -> None:
    me = account("me", *role.split("+"))
    client = client_of(me)
    before, known = seen(client, records), set(readable_entries(me).values_list("pk", flat=True))
    add_restricted(records, keeper)
    assert Citation.objects.filter(quote__startswith=SECRET).exists()
    told = differing(before, seen(client, records))
    if role == "Auditor":  # is told that records were restricted, and of which nothing
        told = [name for name in told if not name.startswith(LOG)]
        for act in readable_entries(me).exclude(pk__in=known):
            assert act.action in {"record restricted", "readers removed", "exported", "signed in", "searched"}, (
                act.action
            )
            assert not (act.kind or act.target_id or act.root_kind or act.before or act.after) or act.by == me
    assert told == []


@pytest.mark.parametrize("role", ROLES)
def test_open_case_with_a_restricted_defendant_shows_no_more_than_that_somebody_worked_on_it(
    role: str, records: dict[str, Record], keeper: User
) -> None:
    client = client_of(account("me", *role.split("+")))
    before = seen(client, records, *STAMPS)
    add_hidden_part(records, keeper)
    after = seen(client, records, *STAMPS)
    told = [name for name in differing(before, after) if not (role == "Auditor" and name.startswith(LOG))]
    assert told == []
    assert not [name for name, (_status, told) in after.items() if SECRET.encode() in told and "Таямніца" not in name]


def test_reader_sees_the_difference(records: dict[str, Record], keeper: User) -> None:
    """The proof above can fail: to a reader the worlds do differ."""
    client = client_of(keeper)
    before = seen(client, records)
    add_restricted(records, keeper)
    assert len(differing(before, seen(client, records))) > 20


def test_preview_of_a_list_proposes_nobody_restricted(records: dict[str, Record], keeper: User) -> None:
    me = account("me", "Editor")
    table = read_table(
        (HEAD + "1,Secret Taiamnitsa,1980-01-02,2021-01-02,,IP 1,\n2,Таямніца Secret,,2021-01-02,,IP 1,\n").encode(),
        "list.csv",
    )
    mapping = parse_mapping.read(tomllib.loads(SIMPLE), "simple")
    told = [
        [(row.outcome, row.name, row.reason, row.person) for row in shown.rows]
        + [shown.likenesses, shown.counts, shown.went]
        for shown in _before_and_after(mapping, table, me, records, keeper)
    ]
    assert told[0] == told[1]
    assert preview(mapping, table, keeper, file_name="list.csv").likenesses


def _before_and_after(mapping: Any, table: Any, me: User, records: dict[str, Record], keeper: User) -> Iterator[Any]:
    yield preview(mapping, table, me, file_name="list.csv")
    add_restricted(records, keeper)
    yield preview(mapping, table, me, file_name="list.csv")


def test_case_and_person_of_the_test_are_open(records: dict[str, Record]) -> None:
    assert isinstance(records["case"], Case)
    assert not records["case"].restricted
