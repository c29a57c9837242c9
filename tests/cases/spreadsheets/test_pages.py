"""Taking in a list through the pages of the admin, without any script."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.models import Facility, ImportBatch, ImportDraft, ImportMapping, ImportWork, Outcome, Person, Step
from cases.spreadsheets.import_ import jobs, uploads
from cases.spreadsheets.import_.job_progress import Progress
from cases.spreadsheets.mapping import mapping_store
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.cases.spreadsheets.import_.conftest import HEAD, SIMPLE
from tests.cases.spreadsheets.import_.hostile import TEXT_FILES

ADD = reverse("admin:cases_importbatch_add")
ROWS = "1,Ann Invented,,2020-01-02,,IP 1,\n2,Bob Imaginary,05/06/1980,2020-01-03,,,\n"


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor's browser; the mapping of the invented list is saved."""
    mapping_store.save_text(name="simple", text=SIMPLE, by=editor)
    return sign_in(editor)


def upload(client: Client, rows: str | bytes, name: str = "list.csv") -> Any:
    """Post a file to the first page."""
    content = rows if isinstance(rows, bytes) else (HEAD + rows).encode()
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)}, follow=True)


def look(client: Client, rows: str) -> Any:
    """Upload and choose the saved mapping: the preview."""
    upload(client, rows)
    draft = ImportDraft.objects.latest("pk")
    return client.post(reverse("admin:import_columns", args=[draft.public_id]), {"mapping": "simple"}, follow=True)


def take_in(client: Client, **said: str) -> Any:
    """The last button."""
    draft = ImportDraft.objects.latest("pk")
    said = {"carry_out": "1", "digest": draft.digest, **said}
    return client.post(reverse("admin:import_look", args=[draft.public_id]), said, follow=True)


def test_take_in_a_list_step_by_step_makes_its_records(desk: Client, editor: User) -> None:
    answer = upload(desk, ROWS)
    assert "all columns fit" in answer.text and "Read as utf-8" in answer.text
    answer = look(desk, ROWS)
    assert "2 rows" in answer.text and "Ann Invented" in answer.text
    answer = take_in(desk)
    batch = ImportBatch.objects.get()
    assert "The list was imported." in answer.text and batch.file_sha256 in answer.text
    assert Person.objects.count() == 2
    assert not ImportDraft.objects.filter(digest__gt="").exists()  # the file is gone with its use
    assert Entry.objects.filter(action="imported", by=editor, note__contains=batch.file_sha256).count() == 1


def test_preview_tells_every_value_that_will_be_entered(desk: Client) -> None:
    answer = look(desk, "1,Ann Invented,1980,2020-01-02,2021-03,IP 1," + "a long note " * 40 + "\n")
    for words in ("Ann Invented", "1980", "2020-01-02", "2021-03", "Invented prison", "remand"):
        assert f"<bdi>{words}</bdi>" in answer.text, words
    assert '<details class="long">' in answer.text and answer.text.count("a long note") > 40
    row = json.loads(ImportDraft.objects.get().shown)["rows"][0]
    told = {noun: dict(values) for noun, values in row["makes"]}
    assert told["period of custody"]["place of detention"] == "Invented prison"


def test_preview_tells_of_a_change_from_what_to_what(desk: Client) -> None:
    look(desk, "1,Ann Invented,1980,2020-01-02,,IP 1,\n")
    take_in(desk)
    answer = look(desk, "1,Ann Invented,1981,2020-01-02,,IP 1,\n")
    assert "<del><bdi>1980</bdi></del> → <ins><bdi>1981</bdi></ins>" in answer.text


def test_upload_by_somebody_without_the_permission_is_refused(reviewer: User) -> None:
    client = sign_in(reviewer)
    assert client.get(ADD).status_code == 403
    assert upload(client, ROWS).status_code == 403
    assert not ImportDraft.objects.exists()


def test_upload_of_another_user_is_not_there(desk: Client) -> None:
    upload(desk, ROWS)
    draft = ImportDraft.objects.get()
    other = sign_in(factories.user("other", permissions=["cases.import_records"], is_staff=True))
    for name in ("import_columns", "import_by_hand", "import_words", "import_look"):
        assert other.get(reverse(f"admin:{name}", args=[draft.public_id])).status_code in (403, 404)


def test_upload_is_kept_encrypted_and_for_a_day(desk: Client) -> None:
    upload(desk, ROWS)
    draft = ImportDraft.objects.get()
    assert b"Invented" not in bytes(draft.content)
    ImportDraft.objects.update(at=timezone.now() - timedelta(hours=25))
    assert desk.get(reverse("admin:import_columns", args=[draft.public_id])).status_code == 404
    uploads.remove_old()  # reading a page writes nothing; the upkeep of the process does this
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("name", sorted(name for name, built in TEXT_FILES.items() if built[2])[:8])
def test_upload_of_a_hostile_file_answers_with_the_sentence(name: str, desk: Client) -> None:
    filename, content, refusal = TEXT_FILES[name]
    answer = upload(desk, content, filename)
    assert answer.status_code == 422
    assert refusal in answer.context["form"].errors["file"][0]
    assert not ImportDraft.objects.exists()


def test_unknown_word_is_asked_and_the_answer_kept(desk: Client) -> None:
    answer = look(desk, "1,Ann Invented,,2020-01-02,,Unheard Prison,\n")
    assert "1 word is not known" in answer.text
    draft = ImportDraft.objects.get()
    assert not Facility.objects.exists()
    page = reverse("admin:import_words", args=[draft.public_id])
    assert "Unheard Prison" in desk.get(page).text
    answer = desk.post(page, {"word0": "new:remand"}, follow=True)
    assert "is not known" not in answer.text
    take_in(desk)
    assert Facility.objects.get().name_en == "Unheard Prison"
    assert "Unheard Prison" in ImportMapping.objects.get().text


def test_decision_makes_the_row_speak_of_somebody_known(desk: Client, editor: User) -> None:
    person = factories.person(name="Ann Invented")
    look(desk, ROWS)
    draft = ImportDraft.objects.get()
    page = reverse("admin:import_look", args=[draft.public_id])
    refused = take_in(desk)
    assert not ImportBatch.objects.exists()
    assert "Say who everybody is" in next(str(m) for m in refused.context["messages"])
    desk.post(page, {"who-2-0": person.public_id}, follow=True)
    take_in(desk)
    assert ImportBatch.objects.get().rows.get(number=2).person == person


def test_restricted_person_is_not_proposed(desk: Client) -> None:
    person = factories.person(name="Ann Invented")
    person = factories.restrict(person)
    answer = look(desk, ROWS)
    assert person.public_id not in answer.text and "Who is it?" not in answer.text


def test_person_restricted_after_the_preview_disappears_from_it(desk: Client) -> None:
    person = factories.person(name="Ann Invented")
    assert person.public_id in look(desk, ROWS).text
    person = factories.restrict(person)
    draft = ImportDraft.objects.get()
    assert person.public_id not in desk.get(reverse("admin:import_look", args=[draft.public_id])).text


def test_second_version_shows_what_came_went_and_changed(desk: Client) -> None:
    look(desk, ROWS)
    take_in(desk)
    answer = look(desk, "1,Ann Invented,,2020-01-02,2021-03-04,IP 1,\n3,Cy Unreal,,,,,\n")
    assert answer.context["told"]["counts"] == {Outcome.CHANGED: 1, Outcome.MADE: 1}
    assert answer.context["told"]["went"] == ["2"]
    assert "2021-03-04" in answer.text


def test_sharp_fall_stops_until_it_is_accepted(desk: Client) -> None:
    look(desk, ROWS)
    take_in(desk)
    assert "Far fewer people" in look(desk, "1,Ann Invented,,2020-01-02,,IP 1,\n").text
    assert "the last time it named 2" in take_in(desk).text
    take_in(desk, accept_fall="1")
    assert ImportBatch.objects.count() == 2


def test_carrying_out_another_preview_than_shown_is_refused(desk: Client) -> None:
    look(desk, ROWS)
    take_in(desk, digest="0" * 64)
    assert not ImportBatch.objects.exists() and not Person.objects.exists()


def test_undo_on_its_page_asks_and_removes(desk: Client) -> None:
    look(desk, ROWS)
    take_in(desk)
    page = reverse("admin:import_take_back", args=[ImportBatch.objects.get().pk])
    form = {"step": "undo", "because": "wrong", "reason": "A list of others."}
    assert "Tick that you are sure" in desk.post(page, form).text
    assert Person.objects.count() == 2
    assert "The import was undone." in desk.post(page, {**form, "sure": "1"}, follow=True).text
    assert not Person.objects.exists()


def test_old_page_of_a_list_submits_nothing_by_its_undo_button(desk: Client) -> None:
    look(desk, ROWS)
    take_in(desk)
    page = reverse("admin:cases_importbatch_change", args=[ImportBatch.objects.get().pk])
    assert "Choose what to do" in desk.post(page, {"undo": "1", "sure": "1"}, follow=True).text
    assert Person.objects.count() == 2


def test_submit_all_submits_each(desk: Client) -> None:
    look(desk, ROWS)
    take_in(desk)
    page = reverse("admin:cases_importbatch_change", args=[ImportBatch.objects.get().pk])
    assert "2 records submitted" in desk.post(page, {"submit_all": "1"}, follow=True).text


def test_mapping_by_hand_is_saved_and_used(desk: Client) -> None:
    upload(desk, b"number,who,since\n7,Dee Fictional,March 2020\n")
    draft = ImportDraft.objects.get()
    country = factories.country()
    said = {
        "title": "Another list", "name": "another", "country": choice_of(country), "language": "en", "key": ["number"],
        "jurisdiction": choice_of(factories.jurisdiction(country=country)), "dates": "", "custody": "remand", "charges": "words",
        "penalty": "imprisonment", "column0": "aside", "column1": "name.text", "column2": "custody.from_date",
    }  # fmt: skip
    answer = desk.post(reverse("admin:import_by_hand", args=[draft.public_id]), said, follow=True)
    assert "Dee Fictional" in answer.text
    take_in(desk)
    assert Person.objects.get().custody.get().from_date == "March 2020"
    assert mapping_store.load("another").title == "Another list"


def test_work_whose_process_was_killed_says_so(desk: Client, editor: User) -> None:
    upload(desk, ROWS)
    work = ImportWork.objects.create(step=Step.CARRY_OUT, by=editor, draft=ImportDraft.objects.get())
    page = reverse("admin:import_progress", args=[work.public_id])
    progress = Progress(work.public_id)
    progress.begin()
    progress.note(250, 1000)
    answer = desk.get(page)
    assert "250 of 1000" in answer.text and 'http-equiv="refresh"' in answer.text
    progress.leave()  # as the system does when a process dies
    assert jobs.ENDED in desk.get(page).text
    progress.end()


def test_batch_hides_closed_persons(desk: Client) -> None:
    look(desk, ROWS)
    take_in(desk)
    person = ImportBatch.objects.get().rows.get(number=2).person
    assert person is not None
    person = factories.restrict(person)
    answer = desk.get(reverse("admin:cases_importbatch_change", args=[ImportBatch.objects.get().pk]))
    assert "Ann Invented" not in answer.text and "Bob Imaginary" in answer.text


def test_bad_addresses_answer_not_found(desk: Client) -> None:
    for name in ("import_columns", "import_look", "import_progress"):
        assert desk.get(reverse(f"admin:{name}", args=["nothing"])).status_code == 404
    assert desk.get("/admin/cases/importbatch/99999999999999999999/change/").status_code == 404


def test_emptied_value_is_offered_on_the_page_and_removed_by_decision(desk: Client) -> None:
    look(desk, "1,Ann Invented,1980,2020-01-02,,IP 1,\n2,Bob Imaginary,,2020-01-03,,,\n")
    take_in(desk)
    answer = look(desk, "1,Ann Invented,,2020-01-02,,IP 1,\n")
    assert "2 values and records of the last import are no longer in the list" in answer.text
    draft = ImportDraft.objects.latest("pk")
    person = Person.objects.get(names__text="Ann Invented")
    address = reverse("admin:import_look", args=[draft.public_id])
    assert "Bob Imaginary" in desk.get(address, {"show": "went"}).text
    said = {f"unsaid-person.{person.public_id}.born": "remove"}
    answer = desk.post(address, {"decide": "1", **said}, follow=True)
    assert "<del><bdi>1980</bdi></del>" in answer.text
    take_in(desk, accept_fall="1")
    person.refresh_from_db()
    assert person.born == ""


def test_one_answer_for_all_that_is_no_longer_listed(desk: Client) -> None:
    look(desk, "1,Ann Invented,,2020-01-02,,IP 1,\n2,Bob Imaginary,,2020-01-03,,,\n3,Cyd Unreal,,2020,,,\n")
    take_in(desk)
    look(desk, "1,Ann Invented,,2020-01-02,,IP 1,\n")
    address = reverse("admin:import_look", args=[ImportDraft.objects.latest("pk").public_id])
    refused = desk.post(address, {"answer_all": "1", "unsaid_all": "end", "day_all": "31 June 2024"}, follow=True)
    assert "“31 June 2024” is not a date in the calendar." in refused.text
    desk.post(address, {"answer_all": "1", "unsaid_all": "end", "day_all": "2024-05-06"}, follow=True)
    answer = take_in(desk, accept_fall="1")
    assert "1 = 1 unchanged; 1 people; no longer in the list: 2" in answer.text
    ended = Person.objects.exclude(names__text="Ann Invented").values_list("custody__until", flat=True)
    assert list(ended) == ["2024-05-06", "2024-05-06"]


def test_people_who_agree_in_name_and_birth_date_are_the_same_by_one_answer(desk: Client, editor: User) -> None:
    ann = factories.person("Ann Invented", born="2 January 1980", by=editor)
    case = factories.case(title="Case of the square", by=editor)
    factories.defendant(case=case, person=ann, by=editor)
    factories.person("Bob Imaginary", born="1979", by=editor)
    answer = look(desk, "1,Ann Invented,1980-01-02,,,,\n2,Bob Imaginary,1980-01-02,,,,\n")
    assert "1 person has the same name and the same birth date or source ID" in answer.text
    assert "Case of the square" in answer.text
    address = reverse("admin:import_look", args=[ImportDraft.objects.latest("pk").public_id])
    desk.post(address, {"same_agreed": "1"}, follow=True)
    take_in(desk, all_new="1")
    assert Person.objects.filter(names__text="Ann Invented").count() == 1
    assert Person.objects.filter(names__text="Bob Imaginary").count() == 2


def test_person_who_went_is_not_named_to_somebody_who_may_not_see_persons(desk: Client, editor: User) -> None:
    look(desk, "1,Ann Invented,1980,2020-01-02,,IP 1,\n2,Bob Imaginary,,2020-01-03,,,\n")
    take_in(desk)
    Person.objects.get(names__text="Bob Imaginary").names.get().save(by=None)
    other = sign_in(factories.user("blind", permissions=["cases.import_records"], is_staff=True))
    look(other, "1,Ann Invented,,2020-01-02,,IP 1,\n")
    address = reverse("admin:import_look", args=[ImportDraft.objects.latest("pk").public_id])
    answer = other.get(address, {"show": "went"})
    assert "Bob Imaginary" not in answer.text and "2020-01-03" not in answer.text
    assert "no longer in the list" in answer.text.lower()
    assert "1980" not in other.get(address).text
