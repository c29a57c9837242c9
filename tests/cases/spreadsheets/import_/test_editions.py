"""The next edition of a list: what it adds under records that are known already, and what it changes there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cases.models import (
    Case,
    Charge,
    Citation,
    Custody,
    Defendant,
    ImportBatch,
    Penalty,
    Person,
    PersonName,
    PersonOccupation,
    Recognition,
    Sentence,
)
from cases.spreadsheets.import_.no_longer_said import ALL, REFERRED, STAYS, check_answer
from cases.spreadsheets.import_.undo import undo_batch
from cases.spreadsheets.mapping import parse_mapping
from tests import factories
from tests.cases.spreadsheets.import_.weekly import WHOLE, alone, bring, edition, look_at, records, row, weekly

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., ImportBatch]

EVERYTHING = {
    "alias": "Annie", "gender": "f", "born": "1980-01-02", "note": "a note", "work": "teacher", "recognised": "Invented Committee",
    "arrested": "2021-05-04", "serving": "2022-03-01", "prison": "IP 1", "beaten": "2021-05-05", "charges": "riot",
    "sentenced": "2022-02-02", "penalty": "prison", "length": "3 years", "fine": "yes",
}  # fmt: skip
CHILDREN: dict[str, dict[str, str]] = {
    "alias": {"alias": "Annie"}, "occupation": {"work": "teacher"}, "recognition": {"recognised": "Invented Committee"},
    "custody": {"arrested": "2021-05-04"}, "second custody": {"arrested": "2021-05-04", "serving": "2022-03-01"},
    "violation": {"beaten": "2021-05-05"}, "case": {"charges": "riot"}, "charge": {"charges": "riot, theft"},
    "sentence": {"charges": "riot", "sentenced": "2022-02-02"},
    "penalty": {"charges": "riot", "sentenced": "2022-02-02", "penalty": "prison", "length": "3 years"},
    "second penalty": {"charges": "riot", "sentenced": "2022-02-02", "penalty": "prison", "length": "3 years", "fine": "yes"},
    "penalty with its sentence": {"charges": "riot", "penalty": "life"},
}  # fmt: skip
KNOWN: dict[str, dict[str, str]] = {
    "person": {}, "case": {"charges": "riot"}, "sentence": {"charges": "riot", "sentenced": "2022-02-02"},
    "penalty": {"charges": "riot", "sentenced": "2022-02-02", "penalty": "prison", "length": "3 years"},
}  # fmt: skip


def test_second_edition_of_viasna_adds_the_sentence_and_doubles_nothing(take_in: TakeIn) -> None:
    folder = Path(__file__).parent / "editions"
    mapping = parse_mapping.load("viasna")
    take_in((folder / "edition_1.csv").read_bytes(), mapping)
    second = take_in((folder / "edition_2.csv").read_bytes(), mapping, accept_fall=True)
    known = PersonName.objects.get(text="Выдуманый Вясновец").person
    sentence = Sentence.objects.get(defendant__person=known)
    penalty = Penalty.objects.get()
    assert (sentence.decided, penalty.sentence, penalty.years) == ("2022-06-01", sentence, 3)
    assert Charge.objects.filter(defendant__person=known).count() == Custody.objects.filter(person=known).count() == 1
    assert Person.objects.count() == Case.objects.count() == 3
    assert second.rows.get(key="900001").outcome == "changed"


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("child", CHILDREN)
def test_child_under_a_known_parent_is_added(child: str, known: str, importer: User) -> None:
    now = row(**KNOWN[known] | CHILDREN[child])
    expected = alone(weekly(), edition(now), importer)
    bring(weekly(), edition(row(**KNOWN[known])), importer)
    bring(weekly(), edition(now), importer)
    assert records() == expected


@pytest.mark.parametrize("removed", [Penalty, Sentence, Charge])
def test_new_child_of_what_an_editor_removed_brings_its_parent(removed: Any, importer: User) -> None:
    given = KNOWN["penalty"]
    bring(weekly(), edition(row(**given)), importer)
    for model in (Penalty, Sentence, Charge)[: (Penalty, Sentence, Charge).index(removed) + 1]:
        model.objects.get().remove(by=None)
    bring(weekly(), edition(row(**given, fine="yes")), importer)
    assert [penalty.kind for penalty in Penalty.objects.all()] == (["fine"])
    assert Sentence.objects.count() == Defendant.objects.count() == 1
    assert not Charge.objects.exists() or removed is not Charge


@pytest.mark.parametrize("people", ["Bob Madeup; Ann Invented", "Ann Invented; Bob Madeup"])
def test_new_codefendant_joins_the_case_of_the_row(people: str, importer: User) -> None:
    bring(weekly(), edition(row(charges="riot")), importer)
    bring(weekly(), edition(row(people=people, charges="riot, theft")), importer)
    case = Case.objects.get()
    assert Defendant.objects.filter(case=case).count() == 2
    assert Charge.objects.count() == 4


def values_of(shown: Any) -> list[tuple[str, str, str]]:
    """What a preview tells as no longer in the list: (noun, field, answer)."""
    return sorted((each.noun, each.field, each.answer) for row in shown.all_rows for each in row.unsaid)


def test_life_replaced_by_a_term_and_back(importer: User) -> None:
    for penalty, length in (("life", ""), ("prison", "20 years 6 months"), ("prison", "21 years"), ("life", "")):
        now = row(charges="riot", sentenced="2022-02-02", penalty=penalty, length=length)
        expected = alone(weekly(), edition(now), importer)
        bring(weekly(), edition(now), importer)
        assert records() == expected, (penalty, length)


def test_emptied_value_is_told_kept_and_not_asked_again(importer: User) -> None:
    bring(weekly(), edition(row(born="1980-01-02", note="a note")), importer)
    shown, _batch = bring(weekly(), edition(row()), importer)
    assert values_of(shown) == [("person", "born", "keep"), ("person", "internal_notes", "keep")]
    person = Person.objects.get()
    assert (person.born, person.internal_notes) == ("1980-01-02", "note: a note")
    assert values_of(look_at(weekly(), edition(row()), importer)) == []


def test_value_kept_when_the_list_dropped_it_follows_the_list_when_it_gives_another(importer: User) -> None:
    for born in ("1980-01-02", "", "1981-03-04"):
        bring(weekly(), edition(row(born=born)), importer)
    assert Person.objects.get().born == "1981-03-04"
    assert not Citation.objects.filter(stance="contradicts").exists()


def test_emptied_value_of_an_editor_is_not_offered(importer: User) -> None:
    bring(weekly(), edition(row(born="1980-01-02")), importer)
    person = Person.objects.get()
    person.born = "1979"
    person.save(by=None)
    assert values_of(look_at(weekly(), edition(row()), importer, answers={ALL: "remove"})) == []


def test_every_kind_of_record_that_is_no_longer_said_goes_and_comes_back_with_undo(importer: User) -> None:
    bring(weekly(), edition(row(**EVERYTHING)), importer)
    before = records()
    expected = alone(weekly(), edition(row(id="2", people="Else Where")), importer)
    shown, batch = bring(weekly(), edition(row()), importer, answers={ALL: "remove"})
    person = Person.objects.get()
    assert [name.text for name in person.names.all()] == ["Ann Invented"]
    for model in (PersonOccupation, Recognition, Custody, Defendant, Charge, Sentence, Penalty):
        assert not model.objects.exists(), model
    assert Case.objects.exists(), "an import deletes no case"
    assert [each.reason for row in shown.rows for each in row.unsaid if each.noun == "case"] == [STAYS]
    assert {each.noun for row in shown.rows for each in row.unsaid} >= {
        "custody",
        "charge",
        "sentence",
        "penalty",
        "case",
    }
    assert len(records()) == len(expected) == 1
    undo_batch(batch=batch, by=importer)
    assert records() == before


def test_custody_is_ended_on_the_date_that_is_answered(importer: User) -> None:
    bring(
        weekly(), edition(row(arrested="2021-05-04", serving="2022-03-01"), row(id="2", people="Bob Madeup")), importer
    )
    custody = Custody.objects.get(kind="serving")
    _shown, batch = bring(
        weekly(), edition(row(id="2", people="Bob Madeup")), importer,
        answers={f"custody.{custody.public_id}.": check_answer("end 5 June 2023")},
    )  # fmt: skip
    custody.refresh_from_db()
    assert (custody.until, custody.until_edtf, custody.end) == ("5 June 2023", "2023-06-05", "")
    assert Custody.objects.get(kind="remand").until == ""
    gone = batch.rows.get(outcome="gone")
    assert (gone.number, gone.key, gone.person) == (0, "1 | ann invented", custody.person)
    undo_batch(batch=batch, by=importer)
    custody.refresh_from_db()
    assert custody.until == ""


def test_person_who_went_is_told_once_and_found_again(importer: User) -> None:
    both = edition(row(arrested="2021-05-04"), row(id="2", people="Bob Madeup"))
    bring(weekly(), both, importer)
    without = edition(row(id="2", people="Bob Madeup"))
    shown, _batch = bring(weekly(), without, importer)
    assert shown.went == ["1 | ann invented"]
    assert values_of(shown) == [("custody", "", "keep")]
    assert look_at(weekly(), without, importer).went == []
    bring(weekly(), both, importer)
    assert (Person.objects.count(), Custody.objects.count()) == (2, 1)


def test_record_that_another_source_supports_stays_and_the_reason_is_told(importer: User) -> None:
    bring(weekly(), edition(row(arrested="2021-05-04")), importer)
    custody = Custody.objects.get()
    factories.citation(custody.person, about=f"{custody.path}/from_date", source=factories.source())
    shown, _batch = bring(weekly(), edition(row()), importer, answers={ALL: "remove"})
    assert [(each.noun, each.reason) for row in shown.rows for each in row.unsaid] == [("custody", REFERRED)]
    assert Custody.objects.get() == custody


# What is held of the person, the place of it, and whether the list's period ("serving", from 1 March 2022, at IP 1) is that one.
PERIODS: dict[str, tuple[str, str, str, bool]] = {
    "the same start and place": ("serving", "2022-03-01", "IP 1", True),
    "another kind, the same start": ("remand", "2022-03-01", "", False),
    "the same kind, a start years away": ("serving", "2019-03-01", "", False),
    "the same kind, a start three months away": ("serving", "2021-12-01", "", False),
    "the same kind, a start a month away": ("serving", "2022-02-01", "", True),
    "the same kind, no start known": ("serving", "", "", True),
    "the same kind and start, another place": ("serving", "2022-03-01", "IC 2", False),
}


@pytest.mark.parametrize("known", PERIODS)
def test_period_of_custody_is_the_one_that_is_known_or_a_new_one(known: str, importer: User) -> None:
    kind, start, place, is_that_one = PERIODS[known]
    others = [row(id=prison, people=f"At {prison}", serving="2001", prison=prison) for prison in ("IP 1", "IC 2")]
    bring(weekly(), edition(*others), importer)
    places = {name: Custody.objects.get(person__names__text=f"At {name}").facility for name in ("IP 1", "IC 2")}
    ann = factories.person("Ann Invented")
    custody = factories.custody(ann, kind=kind, from_date=start, facility=places.get(place))
    now = edition(row(serving="2022-03-01", prison="IP 1"))
    bring(weekly(), now, importer, same_as={(2, 0): ann.public_id})
    assert ann.custody.count() == (1 if is_that_one else 2)
    custody.refresh_from_db()
    assert custody.from_date == (start or "2022-03-01"), "what an editor entered stays"
    assert ann.custody.get(kind="serving", facility=places["IP 1"]).pk == custody.pk or not is_that_one


def test_record_that_others_build_on_stays_and_the_reason_is_told(importer: User) -> None:
    bring(weekly(), edition(row(charges="riot", sentenced="2022-02-02")), importer)
    sentence = Sentence.objects.get()
    Penalty(sentence=sentence, kind="fine").save(by=None)
    shown, _batch = bring(weekly(), edition(row()), importer, answers={ALL: "remove"})
    assert Sentence.objects.get() == sentence and Defendant.objects.exists()
    told = {each.noun: each.reason for row in shown.rows for each in row.unsaid}
    assert "other records or sources refer to it" in told["sentence"] == told["defendant"]
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("one", "other"), [("1988-04-12", "12.04.1988"), ("12 April 1988", "1988-04-12"), ("1988", "1988 ")]
)
def test_equal_days_in_another_form_are_no_change(one: str, other: str, importer: User) -> None:
    bring(weekly(), edition(row(born=one, arrested=one)), importer)
    shown, _batch = bring(weekly(), edition(row(born=other, arrested=other)), importer)
    assert [each.outcome for each in shown.rows] == ["unchanged"]
    assert shown.went == []
    assert Person.objects.get().born == one.strip()


def test_equal_days_in_a_key_find_the_same_person(importer: User) -> None:
    keyed = weekly(WHOLE.replace('key = ["id"]', 'key = ["id", "born"]'))
    bring(keyed, edition(row(born="1988-04-12")), importer)
    shown, _batch = bring(keyed, edition(row(born="12.04.1988")), importer)
    assert [each.outcome for each in shown.rows] == ["unchanged"]
    assert Person.objects.count() == 1


def test_improved_mapping_is_applied_to_the_same_file(importer: User) -> None:
    born = 'born = { column = "born", dates = "day_first" }\n'
    poor = WHOLE.replace(born, "").replace('notes = ["note"]', 'notes = ["note", "born"]')
    now = edition(row(**EVERYTHING))
    expected = alone(weekly(), now, importer)
    bring(weekly(poor), now, importer)
    assert Person.objects.get().born == ""
    shown, _batch = bring(weekly(), now, importer, answers={ALL: "remove"})
    assert [each.outcome for each in shown.rows] == ["changed"]
    assert records() == expected
    assert [each.outcome for each in look_at(weekly(), now, importer).rows] == ["unchanged"]


def test_changed_value_is_cited_once_in_its_new_words(importer: User) -> None:
    for until in ("2022-06-07", "2022-06-08"):
        bring(weekly(), edition(row(arrested="2021-05-04", remand_until=until)), importer)
    custody = Custody.objects.get()
    assert [each.quote for each in Citation.objects.filter(about=f"{custody.path}/until")] == ["2022-06-08"]


def test_name_that_two_columns_give_is_entered_once(importer: User) -> None:
    twice = weekly(WHOLE.replace('kind = { value = "alias" }\n', ""))
    bring(twice, edition(row(alias="Ann Invented")), importer)
    assert PersonName.objects.count() == 1


@pytest.mark.parametrize("answer", ["maybe", "end", "end never", "end 31 June 2024", "remove now"])
def test_answer_that_cannot_be_is_refused_with_a_sentence(answer: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        check_answer(answer)


EVENTS = WHOLE.replace('key = ["id"]', 'key = ["id"]\none_row_is = "event"\nwins = "last"').replace(
    '[people]\ncolumn = "people"\nseparator = ";"\n', ""
).replace('text = "person.name"', 'text = "people"')  # fmt: skip


def census(*rows: dict[str, str]) -> bytes:
    return edition(*rows)


def test_rows_of_one_person_are_one_person_and_the_mapping_says_which_wins(importer: User) -> None:
    rows = (
        row(born="1980-01-02", arrested="2021-05-04", charges="riot"), row(id="2", people="Bob Madeup"),
        row(born="1980-01-03", arrested="2023-05-04", charges="theft", gender="f"),
    )  # fmt: skip
    shown, batch = bring(weekly(EVENTS), census(*rows), importer)
    assert [each.outcome for each in shown.rows] == ["made", "made", "joined"]
    assert sum(shown.counts.values()) == batch.row_count == 3
    ann = PersonName.objects.get(text="Ann Invented").person
    assert (ann.born, ann.gender) == ("1980-01-03", "female")
    assert sorted(ann.custody.values_list("from_date", flat=True)) == ["2021-05-04", "2023-05-04"]
    assert Charge.objects.filter(defendant__person=ann).count() == 2
    assert (2, "born: row 2 says “1980-01-02”; row 4 counts.") in shown.doubts
    first, _batch = bring(weekly(EVENTS.replace('"last"', '"first"')), census(*rows), importer)
    assert [(each.field, each.after) for each in first.rows[0].changes] == [("born", "1980-01-02")]
    again = look_at(weekly(EVENTS.replace('"last"', '"first"')), census(*rows), importer)
    assert {each.outcome for each in again.rows} == {"unchanged", "joined"}


def test_new_event_of_a_known_person_is_added(importer: User) -> None:
    one, two = row(arrested="2021-05-04"), row(arrested="2023-05-04", charges="riot")
    expected = alone(weekly(EVENTS), census(one, two), importer)
    bring(weekly(EVENTS), census(one), importer)
    bring(weekly(EVENTS), census(one, two), importer)
    assert records() == expected


@pytest.mark.parametrize("model", [Person, Case])
def test_edition_tells_nothing_of_what_is_closed_to_whoever_imports(model: type[Any], importer: User) -> None:
    known = row(born="1980-01-02", charges="riot")
    bring(weekly(), edition(known, row(id="2", people="Bob Madeup")), importer)
    factories.restrict(model.objects.first())
    shown, _batch = bring(weekly(), edition(row(charges="theft"), row(id="2", people="Bob Madeup")), importer)
    assert [(each.outcome, each.unsaid, each.writes) for each in shown.rows] == [("unchanged", [], [])] * 2
    gone = look_at(weekly(), edition(row(id="2", people="Bob Madeup")), importer)
    assert gone.went == []
    assert Charge.objects.get().provision.article == "riot"


def test_case_of_several_people_is_told_as_gone_by_none_of_them(importer: User) -> None:
    together = edition(row(people="Ann Invented; Bob Madeup", charges="riot"))
    bring(weekly(), together, importer)
    shown, _batch = bring(weekly(), edition(row(people="Ann Invented; Bob Madeup", charges="theft")), importer)
    assert {(noun, field) for noun, field, _answer in values_of(shown)} == {("charge", "")}
    bring(weekly(), together, importer)
    again = look_at(weekly(), together, importer)
    assert {each.outcome for each in again.rows} == {"unchanged"}
    assert values_of(again) == []
