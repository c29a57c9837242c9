"""Merging keeps everything, is decided by four eyes where something is public, and can be undone."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import switches
from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.duplicates import merge_verbs, person_diff
from cases.models import Citation, Defendant, ImportRow, Merge, Person, PersonName, Record
from cases.models.name_search import find_persons
from cases.models.record import logged_values
from cases.models.record_history import entries_of
from cases.publication import publish
from cases.review import publication_status, transitions
from cases.review.models import Snapshot, Status
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def everything() -> dict[str, dict[str, str]]:
    """All values of all rows of persons, by path."""
    rows: list[Record] = list(Person._base_manager.all())
    for model in person_diff.KNOWN_BY:
        rows += model._base_manager.all()
    return {row.path: logged_values(row) for row in rows}


def test_every_row_of_a_person_is_moved_or_left_on_purpose() -> None:
    left = {"snapshot", "importrow", "merge", "person", "person_readers", "unpublication", "publicationbasis"}
    related = {relation.related_model for relation in Person._meta.related_objects}
    assert {str(model._meta.model_name) for model in related - set(person_diff.KNOWN_BY)} <= left
    assert set(person_diff.KNOWN_BY) <= related


def test_request_of_two_private_records_moves_every_row(kept: Person, gone: Person, ask: Any, editor: User) -> None:
    paths = {row.path for model in person_diff.KNOWN_BY for row in model._base_manager.filter(person=gone)}
    twin = gone.names.get(kind="legal").path
    merge = ask(kept, gone)
    assert merge.status == "done"
    now = {row.path for model in person_diff.KNOWN_BY for row in model._base_manager.filter(person=kept)}
    assert paths - now == {twin}
    assert not Person.objects.visible_to(editor).filter(pk=gone.pk).exists()
    assert [str(person) for person in find_persons("Vydumany", Person.objects.visible_to(editor))] == [
        "Віталь Выдуманы"
    ]
    assert list(find_persons(gone.public_id, Person.objects.visible_to(editor))) == [kept]


def test_values_are_taken_as_chosen_and_usually_lose_nothing(kept: Person, gone: Person, ask: Any) -> None:
    ask(kept, gone, {f"{kept.path}/born": "gone"})
    kept.refresh_from_db()
    assert (kept.born, kept.born_edtf, kept.died, kept.gender) == ("1980-05-06", "1980-05-06", "2024", "male")
    assert kept.internal_notes == "From a list."
    assert kept.contacts == "letters to the mother\n\na friend"


def test_citation_of_the_value_that_gave_way_contradicts_the_one_that_stands(
    kept: Person, gone: Person, ask: Any
) -> None:
    ask(kept, gone)
    citation = Citation.objects.get(about=f"{kept.path}/born")
    assert (citation.person, citation.stance, citation.says) == (kept, "contradicts", "1980-05-06")


def test_own_citation_contradicts_where_the_other_value_was_chosen(kept: Person, gone: Person, ask: Any) -> None:
    mine = factories.citation(kept, about=f"{kept.path}/born")
    ask(kept, gone, {f"{kept.path}/born": "gone"})
    mine.refresh_from_db()
    assert (mine.stance, mine.says) == ("contradicts", "1980")
    assert Citation.objects.filter(about=mine.about, stance="supports").count() == 1


def test_citation_of_a_name_both_have_speaks_of_the_one_that_stays(kept: Person, gone: Person, ask: Any) -> None:
    ask(kept, gone)
    assert Citation.objects.filter(person=kept, about=f"{kept.names.get(kind='legal').path}/text").count() == 1


def test_history_of_both_is_read_with_the_one_that_stays(kept: Person, gone: Person, ask: Any) -> None:
    before = entries_of(gone).count() + entries_of(kept).count()
    ask(kept, gone)
    assert entries_of(kept).count() > before
    assert Entry.objects.filter(action="merged").count() == 2


def test_undo_puts_every_value_back(kept: Person, gone: Person, ask: Any, editor: User) -> None:
    factories.citation(kept, about=f"{kept.path}/born")
    before = everything()
    merge = ask(kept, gone, {f"{kept.path}/born": "gone"})
    assert everything() != before
    merge_verbs.undo_merge(merge=merge, by=editor)
    assert everything() == before
    assert set(Person.objects.visible_to(editor)) == {kept, gone} | set(
        Person.objects.exclude(pk__in=(kept.pk, gone.pk))
    )


@pytest.mark.parametrize("what", ["row", "value", "removed", "submitted"])
def test_undo_is_refused_where_something_was_built_on_it(
    kept: Person, gone: Person, ask: Any, editor: User, what: str
) -> None:
    merge = ask(kept, gone, {f"{kept.path}/born": "gone"})
    kept.refresh_from_db()
    if what == "row":
        row = PersonName.objects.get(text="Vital Vydumany")
        row.text = "Vitaly Vydumany"
        row.save(by=editor)
    elif what == "value":
        kept.born = "1981"
        kept.save(by=editor)
    elif what == "removed":
        PersonName.objects.get(text="Vital Vydumany").remove(by=editor)
    else:
        transitions.submit(record=kept, by=editor)
    before = everything()
    with pytest.raises(Refused, match="cannot be undone"):
        merge_verbs.undo_merge(merge=merge, by=editor)
    assert everything() == before


def test_merges_on_top_of_each_other_are_undone_in_turn(kept: Person, gone: Person, ask: Any, editor: User) -> None:
    third = factories.person("Трэці Запіс", by=editor)
    before = everything()
    first = ask(kept, gone)
    second = ask(third, kept)
    gone.refresh_from_db()
    assert gone.merged_into == third
    with pytest.raises(Refused):
        merge_verbs.undo_merge(merge=first, by=editor)
    merge_verbs.undo_merge(merge=second, by=editor)
    merge_verbs.undo_merge(merge=Merge.objects.get(pk=first.pk), by=editor)
    assert everything() == before


@pytest.mark.parametrize("public", ["kept", "gone", "both"])
def test_merge_of_somebody_public_waits_for_another_reviewer(
    kept: Person, gone: Person, ask: Any, make_public: Any, reviewer: User, editor: User, public: str
) -> None:
    for person in {"kept": [kept], "gone": [gone], "both": [kept, gone]}[public]:
        make_public(person)
    before = everything()
    merge = ask(kept, gone)
    assert (merge.status, merge.reviewed, everything()) == ("requested", True, before)
    with pytest.raises(Refused):
        merge_verbs.approve_merge(merge=merge, by=editor)
    merge_verbs.approve_merge(merge=merge, by=reviewer)
    publish.publish_outstanding()
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert not Snapshot.objects.of(gone).filter(status=Status.APPROVED).exists()
    assert Snapshot.objects.of(kept).filter(status=Status.APPROVED).exists() == (public != "gone")


def test_withdrawn_public_copy_leaves_the_register(
    kept: Person, gone: Person, ask: Any, make_public: Any, reviewer: User
) -> None:
    from cases.public_site.models import PublishedPerson

    make_public(gone)
    merge_verbs.approve_merge(merge=ask(kept, gone), by=reviewer)
    publish.publish_outstanding()
    assert not PublishedPerson.objects.filter(pk=gone.public_id).exists()


def test_requester_who_is_a_reviewer_cannot_approve_their_own(
    kept: Person, gone: Person, ask: Any, make_public: Any, second_reviewer: User
) -> None:
    from django.contrib.auth.models import Group

    make_public(kept)
    second_reviewer.groups.add(Group.objects.get(name="Editor"))
    merge = ask(kept, gone, by=User.objects.get(pk=second_reviewer.pk))
    with pytest.raises(Refused, match="yourself"):
        merge_verbs.approve_merge(merge=merge, by=User.objects.get(pk=second_reviewer.pk))
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.filter(pk=merge.pk).update(
            status="done", decided_by=second_reviewer, decided_at=merge.requested_at
        )


def test_who_entered_the_values_of_the_one_who_went_cannot_approve_them(
    kept: Person, ask: Any, editor: User, reviewer: User
) -> None:
    other = factories.person("Віталь Выдуманы", by=reviewer, died="2024")
    factories.custody(other, by=reviewer, from_date="2023-01-01")
    ask(kept, other)
    kept.refresh_from_db()
    snapshot = transitions.submit(record=kept, by=editor)
    assert reviewer.pk in set(snapshot.authors.values_list("user", flat=True))
    with pytest.raises(Refused):
        transitions.check_may_approve(snapshot, reviewer)


def test_request_is_returned_or_withdrawn_and_changes_nothing(
    kept: Person, gone: Person, ask: Any, make_public: Any, reviewer: User, editor: User
) -> None:
    make_public(kept)
    before = everything()
    with pytest.raises(Refused):
        merge_verbs.return_merge(merge=ask(kept, gone), by=reviewer, reason=" ")
    merge_verbs.return_merge(merge=Merge.objects.get(), by=reviewer, reason="Two brothers.")
    merge_verbs.withdraw_merge(merge=ask(kept, gone), by=editor)
    assert everything() == before
    assert [merge.status for merge in Merge.objects.order_by("pk")] == ["returned", "withdrawn"]


def test_approval_of_what_changed_since_it_was_asked_for_is_refused(
    kept: Person, gone: Person, ask: Any, make_public: Any, reviewer: User, editor: User
) -> None:
    make_public(kept)
    merge = ask(kept, gone)
    gone.died = "2025"
    gone.save(by=editor)
    with pytest.raises(Refused, match="changed after the request"):
        merge_verbs.approve_merge(merge=merge, by=reviewer)


def test_approval_of_a_submission_of_who_went_fails_cleanly(
    kept: Person, gone: Person, ask: Any, editor: User, reviewer: User
) -> None:
    snapshot = transitions.submit(record=gone, by=editor)
    ask(kept, gone)
    with pytest.raises(Refused):
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=[])
    with pytest.raises(Refused):
        transitions.submit(record=gone, by=editor)
    assert not Snapshot.objects.filter(status__in=("pending", "approved")).exists()


def test_request_after_one_became_public_is_not_carried_out_at_once(
    kept: Person, gone: Person, ask: Any, make_public: Any
) -> None:
    make_public(gone)
    assert ask(kept, gone).status == "requested"
    with pytest.raises(Refused, match="already awaiting review"):
        ask(gone, kept)


def test_unseen_change_is_refused(kept: Person, gone: Person, editor: User) -> None:
    with pytest.raises(Refused, match="changed while you compared"):
        merge_verbs.request_merge(kept=kept, gone=gone, by=editor, seen=(1, 1), choices={})


@pytest.mark.parametrize("choices", [{"person/none/born": "gone"}, {"born": "both"}, {"born": "mine"}])
def test_impossible_choice_is_refused(kept: Person, gone: Person, ask: Any, choices: dict[str, str]) -> None:
    with pytest.raises(Refused, match="has changed since you opened it"):
        ask(kept, gone, {path if "/" in path else f"{kept.path}/{path}": choice for path, choice in choices.items()})


def test_same_record_restricted_record_and_frozen_site_are_refused(
    kept: Person, gone: Person, ask: Any, editor: User, reviewer: User
) -> None:
    with pytest.raises(Refused, match="already merged"):
        merge_verbs.request_merge(kept=kept, gone=kept, by=editor, seen=(1, 1), choices={})
    gone = factories.restrict(gone, reviewer)
    with pytest.raises(Refused, match="does not exist"):
        ask(kept, gone)
    gone.set_readers([editor], by=editor)
    with pytest.raises(Refused, match="different readers"):
        ask(kept, gone)
    gone.lift_restriction(by=editor)
    gone.set_readers([], by=editor)
    switches.throw("freeze", on=True, by=None)
    with pytest.raises(Refused, match="frozen"):
        ask(kept, gone)


def test_two_defendants_of_one_case_are_refused_by_name_only_to_who_may_know_it(
    kept: Person, gone: Person, ask: Any, editor: User, reviewer: User
) -> None:
    case = Defendant.objects.get(person=gone).case
    factories.defendant(case=case, person=kept)
    with pytest.raises(Refused, match=case.title):
        ask(kept, gone)
    case.refresh_from_db()
    case = factories.restrict(case, reviewer)
    with pytest.raises(Refused) as refusal:
        ask(kept, gone)
    assert case.title not in refusal.value.sentence


def test_role_without_the_permission_is_refused(kept: Person, gone: Person, ask: Any, auditor: User) -> None:
    with pytest.raises(Refused, match="have permission"):
        ask(kept, gone, by=auditor)


def test_restricting_the_one_who_stays_closes_the_history_of_both(
    kept: Person, gone: Person, ask: Any, editor: User, auditor: User
) -> None:
    from cases.models.audit_visibility import readable_entries

    ask(kept, gone)
    about_gone = Entry.objects.filter(root_kind="person", root_key=gone.pk)
    assert readable_entries(auditor, about_gone).count() == about_gone.count()
    kept.refresh_from_db()
    kept = factories.restrict(kept, editor)
    assert not readable_entries(auditor, about_gone).exists()


def test_rows_of_lists_lead_to_the_one_who_stays(kept: Person, gone: Person, ask: Any, editor: User) -> None:
    from cases.models import ImportBatch

    batch = ImportBatch.objects.create(
        mapping="viasna", file_name="a.csv", file_sha256="0" * 64, source=factories.source(), by=editor, row_count=1
    )
    row = ImportRow.objects.create(batch=batch, number=2, key="7", outcome="made", person=gone)
    merge = ask(kept, gone)
    row.refresh_from_db()
    assert row.person == kept
    merge_verbs.undo_merge(merge=merge, by=editor)
    row.refresh_from_db()
    assert row.person == gone


def test_state_of_who_stays_tells_that_it_changed(
    kept: Person, gone: Person, ask: Any, make_public: Any, reviewer: User
) -> None:
    make_public(kept)
    merge_verbs.approve_merge(merge=ask(kept, gone), by=reviewer)
    assert publication_status.state_of(Person.objects.get(pk=kept.pk)).code == publication_status.CHANGED


def test_undo_gives_the_record_that_comes_back_the_readers_of_the_other(
    kept: Person, gone: Person, ask: Any, editor: User, reviewer: User
) -> None:
    merge = ask(kept, gone)
    factories.restrict(kept, editor)
    merge_verbs.undo_merge(merge=Merge.objects.get(pk=merge.pk), by=editor)
    assert gone.is_visible_to(editor) and not gone.is_visible_to(reviewer)
    assert Person.objects.get(pk=gone.pk).restricted
