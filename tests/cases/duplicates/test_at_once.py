"""Two merges of the same persons at once: one is done, the other is told why not, and nothing is half done."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cases.duplicates import merge_verbs
from cases.models import Citation, Merge, Person, PersonName
from tests import factories
from tests.promises.processes import DONE, at_once, content, count_writes, run_and_kill, shared_database

pytestmark = pytest.mark.django_db(databases=["default", "register"], transaction=True)


def asking(kept: Person, gone: Person, by: User) -> Any:
    """The request as somebody sends it who compared both as they are now."""
    seen = (kept.version, gone.version)
    return lambda: merge_verbs.request_merge(kept=kept, gone=gone, by=by, seen=seen, choices={})


@pytest.fixture
def pair(kept: Person, gone: Person) -> tuple[Person, Person]:
    kept.refresh_from_db()
    gone.refresh_from_db()
    return kept, gone


@pytest.mark.parametrize("other_way", [False, True])
def test_two_merges_of_the_same_persons_at_once_make_one(
    pair: tuple[Person, Person], editor: User, tmp_path: Path, other_way: bool
) -> None:
    kept, gone = pair
    with shared_database(tmp_path):
        second = asking(gone, kept, editor) if other_way else asking(kept, gone, editor)
        told = at_once(asking(kept, gone, editor), second)
        assert told.count(DONE) == 1
        refused = next(each for each in told if each != DONE)
        assert refused.endswith(".") and "Error" not in refused, refused
        merge = Merge.objects.get()
        assert set(PersonName.objects.values_list("person", flat=True)) <= {merge.kept_id, merge.gone_id}
        assert Person.objects.get(pk=merge.gone_id).merged_into_id == merge.kept_id
        assert Person.objects.get(pk=merge.kept_id).merged_into_id is None
        assert set(Citation.objects.values_list("person", flat=True)) == {merge.kept_id}


def test_one_person_merged_into_two_at_once_goes_to_one(
    pair: tuple[Person, Person], editor: User, tmp_path: Path
) -> None:
    kept, gone = pair
    third = factories.person("Віталь Выдуманы", by=editor)
    with shared_database(tmp_path):
        told = at_once(asking(kept, gone, editor), asking(third, gone, editor))
        assert told.count(DONE) == 1 and not any("Error" in each for each in told), told
        assert Merge.objects.count() == 1
        assert Person.objects.get(pk=gone.pk).merged_into_id == Merge.objects.get().kept_id


@pytest.mark.parametrize("wanted", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_merge_killed_at_any_write_leaves_both_as_they_were(
    pair: tuple[Person, Person], editor: User, tmp_path: Path, wanted: int
) -> None:
    with shared_database(tmp_path):
        merge = asking(*pair, editor)
        before, writes = content(), count_writes(merge, tmp_path)
        for at in sorted({1 + round(place * (writes - 1) / (wanted - 1)) for place in range(wanted)}):
            assert run_and_kill(merge, at=at)
            assert content() == before, f"killed before write {at} of {writes}"
        assert not run_and_kill(merge, at=writes + 1)
        assert Merge.objects.get().status == "done"
