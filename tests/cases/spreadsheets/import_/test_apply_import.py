"""Carrying out a list: all or nothing, everything kept, nothing doubled, corrections respected."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import switches
from accounts.audit.verify import verify
from accounts.exceptions import Refused
from accounts.models import Entry, SwitchName, User
from cases.models import (
    Citation,
    Custody,
    Facility,
    ImportBatch,
    ImportRow,
    Outcome,
    Person,
    PersonName,
    Source,
    UnfinishedList,
)
from cases.spreadsheets.import_.apply_import import Carrying, Preview, carry_out, preview
from cases.spreadsheets.import_.preview import PreviewRow
from tests import factories

ROWS = "1,Ala Invented,1980,2021-05-04,,IP 1,first\n2,Bela Madeup,,,,,\n"
pytestmark = pytest.mark.django_db
Look = Callable[..., Preview]
TakeIn = Callable[..., ImportBatch]


def test_carry_out_new_list_makes_persons_with_source_and_citations(take_in: TakeIn, importer: User) -> None:
    batch = take_in(ROWS)
    ala = PersonName.objects.get(text="Ala Invented").person
    assert (ala.born, ala.internal_notes, ala.created_by) == ("1980", "note: first", importer)
    custody = ala.custody.get()
    assert (custody.from_date, custody.facility.name_en, custody.facility.to_verify) == (
        "2021-05-04",
        "Invented prison",
        True,
    )
    cited = {citation.about: citation.quote for citation in ala.citations.all()}
    assert cited[""] == ""
    assert cited[f"{custody.path}/from_date"] == "2021-05-04"
    assert cited[f"{custody.path}/facility"] == "IP 1"
    assert f"person/{ala.public_id}/born" not in cited
    assert {citation.source for citation in Citation.objects.all()} == {batch.source}
    assert [(row.number, row.outcome) for row in batch.rows.all()] == [(2, "made"), (3, "made")]
    assert json.loads(batch.rows.get(number=2).cells)["name"] == "Ala Invented"
    assert Entry.objects.filter(action="imported", by=importer).count() == 1


def test_carry_out_same_file_twice_makes_nothing(take_in: TakeIn) -> None:
    take_in(ROWS)
    before = (Person.objects.count(), Citation.objects.count(), Facility.objects.count(), Source.objects.count())
    versions = list(Person.objects.order_by("pk").values_list("version", flat=True))
    batch = take_in(ROWS)
    assert (
        Person.objects.count(),
        Citation.objects.count(),
        Facility.objects.count(),
        Source.objects.count(),
    ) == before
    assert list(Person.objects.order_by("pk").values_list("version", flat=True)) == versions
    assert set(batch.rows.values_list("outcome", flat=True)) == {"unchanged"}


def test_carry_out_changed_row_changes_only_what_the_list_changed(take_in: TakeIn, look: Look) -> None:
    take_in(ROWS)
    changed = ROWS.replace("2021-05-04,,", "2021-05-04,2022-06-07,")
    shown = look(changed)
    assert [
        (change.noun, change.field, change.before, change.after) for row in shown.rows for change in row.changes
    ] == [("custody", "until", "", "2022-06-07")]
    take_in(changed)
    assert Custody.objects.get().until == "2022-06-07"
    assert Person.objects.count() == 2


def test_carry_out_again_leaves_the_correction_of_an_editor(take_in: TakeIn) -> None:
    take_in(ROWS)
    custody = Custody.objects.get()
    custody.from_date = "2021-05-03"
    custody.save(by=None)
    take_in(ROWS.replace(",first", ",second"))
    assert Custody.objects.get().from_date == "2021-05-03"
    assert (
        "note: second" in custody.person.internal_notes
        or Person.objects.filter(internal_notes__contains="second").exists()
    )


def test_carry_out_again_leaves_what_an_editor_removed(take_in: TakeIn) -> None:
    take_in(ROWS)
    Custody.objects.get().remove(by=None)
    take_in(ROWS.replace(",first", ",second"))
    assert not Custody.objects.exists()


def test_carry_out_emptied_cell_clears_nothing(take_in: TakeIn) -> None:
    take_in(ROWS)
    take_in(ROWS.replace("1980", ""))
    assert PersonName.objects.get(text="Ala Invented").person.born == "1980"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bad=st.integers(0, 9))
def test_carry_out_one_bad_row_anywhere_takes_nothing_in(bad: int, look: Look, importer: User) -> None:
    rows = "".join(f"{n},Name {'abcdefghij'[n]}x,{'31 June' if n == bad else ''},,,,\n" for n in range(10))
    shown = look(rows)
    assert [row.number for row in shown.refused] == [bad + 2]
    with pytest.raises(Refused, match=f"Row {bad + 2} cannot be taken"):
        carry_out(shown, importer, shown.table.sha256)
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()


def test_carry_out_leaving_refused_rows_records_them_with_their_reason(take_in: TakeIn) -> None:
    batch = take_in(
        "1,Ala Invented,never,,,,\n2,Bela Madeup,,2021,,Elsewhere,\n3,Cyra Unreal,,,,,\n", leave_refused=True
    )
    outcomes = {row.number: (row.outcome, row.reason) for row in batch.rows.all()}
    assert outcomes[2][0] == outcomes[3][0] == "refused"
    assert outcomes[2][1].startswith("born: “never” cannot be read as a date.")
    assert outcomes[4] == ("made", "")
    assert batch.row_count == 3


def test_carry_out_failing_in_the_last_row_leaves_no_trace(look: Look, importer: User, monkeypatch: Any) -> None:
    shown = look(ROWS)
    kept = Carrying._kept

    def fail(self: Carrying, row: PreviewRow) -> dict[str, Any]:
        if row.number == 3:
            raise KeyboardInterrupt
        return kept(self, row)

    monkeypatch.setattr(Carrying, "_kept", fail)
    with pytest.raises(KeyboardInterrupt):
        carry_out(shown, importer, shown.table.sha256)
    for model in (Person, PersonName, Citation, Source, ImportBatch, ImportRow, Facility):
        assert not model.objects.exists(), model
    assert not UnfinishedList.objects.exists()
    # The log is only ever added to: it tells what was written and that it was removed.
    entries = Entry.objects.exclude(field="id").values_list("kind", "key", "field")
    added, removed = (sorted(entries.filter(action=action)) for action in ("added", "removed"))
    assert added == removed != []
    assert not Entry.objects.filter(action="imported").exists()
    assert verify() == []


def test_carry_out_another_file_is_refused(look: Look, importer: User) -> None:
    with pytest.raises(Refused, match="not the file that was previewed"):
        carry_out(look(ROWS), importer, "0" * 64)


def test_carry_out_stale_preview_is_refused(look: Look, take_in: TakeIn, importer: User) -> None:
    shown = look(ROWS)
    take_in(ROWS)
    with pytest.raises(Refused, match="changed since the preview"):
        carry_out(shown, importer, shown.table.sha256)
    assert Person.objects.count() == 2


def test_carry_out_without_permission_is_refused(look: Look) -> None:
    shown = look(ROWS)
    with pytest.raises(Refused, match="may not take in lists"):
        carry_out(shown, factories.user("reader"), shown.table.sha256)


def test_carry_out_while_frozen_is_refused(look: Look, importer: User) -> None:
    shown = look(ROWS)
    switches.throw(SwitchName.FREEZE, on=True, by=None)
    with pytest.raises(Refused):
        carry_out(shown, importer, shown.table.sha256)


def test_carry_out_sharp_fall_asks_first(take_in: TakeIn) -> None:
    take_in("".join(f"{n},Name {'abcdefghij'[n]}x,,,,,\n" for n in range(10)))
    few = "".join(f"{n},Name {'abcdefghij'[n]}x,,,,,\n" for n in range(6))
    with pytest.raises(Refused, match="names 6 people; the last time it named 10"):
        take_in(few)
    assert take_in(few, accept_fall=True).row_count == 6


def test_preview_list_again_tells_who_went(take_in: TakeIn, look: Look) -> None:
    take_in(ROWS)
    assert look(ROWS.splitlines()[0] + "\n").went == ["2"]


def test_preview_two_people_of_one_name_makes_both_and_proposes(look: Look, take_in: TakeIn) -> None:
    rows = "1,Ala Invented,,,,,\n2,Ala Invented,,,,,\n"
    shown = look(rows)
    assert [row.outcome for row in shown.rows] == [Outcome.MADE, Outcome.MADE]
    assert [(each.row, each.other_row, each.answer) for each in shown.likenesses] == [(3, 2, "same")]
    take_in(rows)
    assert Person.objects.count() == 2


def test_preview_like_name_of_a_person_proposes_and_never_merges(look: Look, take_in: TakeIn) -> None:
    there = factories.person(name="Ala Invented")
    shown = look(ROWS)
    assert [(each.public_id, each.answer) for each in shown.likenesses] == [(there.public_id, "same")]
    take_in(ROWS)
    assert PersonName.objects.filter(text="Ala Invented").count() == 2


def test_preview_restricted_person_of_like_name_is_not_shown(look: Look) -> None:
    there = factories.person(name="Ala Invented")
    there = factories.restrict(there)
    assert look(ROWS).likenesses == []


def test_preview_row_of_a_person_restricted_since_tells_nothing(look: Look, take_in: TakeIn) -> None:
    take_in(ROWS)
    ala = PersonName.objects.get(text="Ala Invented").person
    ala = factories.restrict(ala)
    row = look(ROWS.replace("1980", "1981")).rows[0]
    assert (row.outcome, row.person, row.changes) == (Outcome.UNCHANGED, None, [])


def test_carry_out_decided_same_person_fills_gaps_and_keeps_the_disagreement(look: Look, importer: User) -> None:
    there = factories.person(name="Ala I.")
    there.gender, there.born = "female", "1979"
    there.save(by=None)
    shown = look(ROWS, same_as={(2, 0): there.public_id})
    carry_out(shown, importer, shown.table.sha256)
    there.refresh_from_db()
    assert there.born == "1979"
    contradiction = Citation.objects.get(stance="contradicts")
    assert (contradiction.about, contradiction.says) == (f"person/{there.public_id}/born", "1980")
    assert there.custody.get().from_date == "2021-05-04"
    assert set(there.names.values_list("text", flat=True)) == {"Ala I.", "Ala Invented"}


def test_preview_decision_for_nobody_is_refused(look: Look) -> None:
    assert look(ROWS, same_as={(2, 0): "nosuchperson"}).rows[0].outcome == Outcome.REFUSED


def test_preview_writes_nothing(look: Look) -> None:
    look(ROWS)
    assert not Person.objects.exists()
    assert not Facility.objects.exists()


def test_preview_new_words_are_listed(look: Look) -> None:
    assert "Invented prison" in [term.name for term in look(ROWS).new_words]


def test_preview_doubled_key_refuses_the_later_row(look: Look) -> None:
    shown = look("1,Ala Invented,,,,,\n1,Bela Madeup,,,,,\n")
    assert [(row.number, row.outcome) for row in shown.rows] == [(2, "made"), (3, "refused")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Ala Invented,,,,,", "no key"),
        ("1,,,,,,", "no name"),
        ("1,Ala Invented,,2021-05-04,,Elsewhere,", "no known place of detention"),
        ("1,Ala Invented,,2021-05-04,2020-01-01,,", "ends (2020-01-01) before it begins"),
        ("1,Ala Invented,1/2/99,,,,", "can be read as"),
        (f"1,{'A' * 300},,,,,", "at most 200 characters"),
    ],
)
def test_preview_row_that_cannot_be_taken_is_refused_with_its_reason(row: str, reason: str, look: Look) -> None:
    shown = look(row + "\n")
    assert [each.outcome for each in shown.rows] == [Outcome.REFUSED]
    assert reason in shown.rows[0].reason
    assert shown.counts == {Outcome.REFUSED: 1}


def test_preview_declared_order_of_numbers_is_followed(take_in: TakeIn) -> None:
    take_in("1,Ala Invented,05/06/1980,,,,\n")
    assert Person.objects.get().born_edtf == "1980-06-05"


def test_preview_counts_add_up_whatever_the_rows(look: Look) -> None:
    shown = look("1,Ala Invented,,,,,\n,Nobody,,,,,\n\n3,Cyra Unreal,never,,,,\n")
    assert sum(shown.counts.values()) == len(shown.table.rows) == 3
    assert {row.number for row in shown.rows} == {2, 3, 5}


def test_preview_of_a_stranger_sees_the_same_digest_only_for_the_same_outcome(look: Look) -> None:
    assert look(ROWS).digest == look(ROWS).digest
    assert look(ROWS).digest != look(ROWS.replace("1980", "1981")).digest


def test_preview_is_the_public_name(importer: User) -> None:
    assert preview.__module__ == "cases.spreadsheets.import_.preview"


def test_preview_refuses_a_name_that_reads_otherwise_than_it_is_written(look: Look) -> None:
    shown = look("1,Ivan \u202evonavI\u202c,,,,,\n2,Bela Madeup,,,,,\n")
    (refused,) = [row for row in shown.rows if row.outcome == Outcome.REFUSED]
    assert (refused.number, "U+202E RIGHT-TO-LEFT OVERRIDE" in refused.reason) == (2, True)


def test_carry_out_leaves_out_what_nobody_sees_and_says_so(look: Look, take_in: TakeIn) -> None:
    row = "1,Ala\u200b Inv\u00adented,,,,,\ufefffirst\n"
    assert any("U+200B ZERO WIDTH SPACE" in doubt for _number, doubt in look(row).doubts)
    take_in(row)
    assert PersonName.objects.get().text == "Ala Invented"


def test_carry_out_keeps_the_joiners_of_scripts_that_need_them(take_in: TakeIn) -> None:
    take_in("1,علی\u200cرضا,,,,,\n")
    assert PersonName.objects.get().text == "علی\u200cرضا"
