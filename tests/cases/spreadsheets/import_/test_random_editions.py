"""Importing editions one after the other leaves what the last one alone would leave; the preview is what comes; undo is exact."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Entry, User
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.no_longer_said import ALL
from cases.spreadsheets.import_.preview import Preview
from cases.spreadsheets.import_.row_diff import said_in_words
from cases.spreadsheets.import_.undo import undo_batch
from tests.cases.spreadsheets.import_.weekly import alone, bring, edition, look_at, records, row, weekly

pytestmark = pytest.mark.django_db
CELLS: dict[str, tuple[str, ...]] = {
    "people": ("Ann Invented", "Ann Invented; Bob Madeup", "Bob Madeup; Ann Invented"), "alias": ("", "Annie", "Nan"),
    "gender": ("", "m", "f"), "born": ("", "1980-01-02", "02.01.1980", "1981"), "note": ("", "a", "a note", "other"),
    "work": ("", "teacher", "nurse"), "recognised": ("", "Invented Committee", "Other Committee"),
    "recognised_on": ("", "2021-06-01", "1 June 2021", "2022"), "arrested": ("", "2021-05-04", "04.05.2021", "2021-12"),
    "remand_until": ("", "2022-02-01", "1 February 2022", "2023"), "serving": ("", "2022-03-01", "2023-03-01"),
    "prison": ("", "IP 1", "IC 2"), "beaten": ("", "2021-05-05", "2021"),
    "charges": ("", "riot", "theft", "riot, theft", "theft, fraud, riot"), "sentenced": ("", "2022-02-02", "02.02.2022", "2023"),
    "penalty": ("", "prison", "life", "home"), "length": ("", "3 years", "2 years 6 months", "4 months"), "fine": ("", "yes"),
}  # fmt: skip
ROW = st.fixed_dictionaries({column: st.sampled_from(cells) for column, cells in CELLS.items()})


@st.composite
def editions(draw: Any) -> list[bytes]:
    """Two or three editions of a list of up to three rows; each edition changes some cells, drops some rows, adds others."""
    rows: dict[str, dict[str, str]] = {}
    found = []
    for _number in range(draw(st.integers(2, 3))):
        for key in ("1", "2", "3"):
            step = draw(st.sampled_from(("stays", "stays", "cells", "anew", "goes")))
            if step == "anew":
                rows[key] = draw(ROW)
            elif step == "cells" and key in rows:
                for column in draw(st.sets(st.sampled_from(sorted(CELLS)), min_size=1, max_size=4)):
                    rows[key] = {**rows[key], column: draw(st.sampled_from(CELLS[column]))}
            elif step == "goes":
                rows.pop(key, None)
        if not rows:
            rows["1"] = draw(ROW)
        found.append(edition(*(row(id=key, number=f"N-{key}", **cells) for key, cells in sorted(rows.items()))))
    return found


def told_and_done(shown: Preview, since: int) -> tuple[list[Any], list[Any]]:
    """What a preview said would be made, changed and removed, and what the log says was."""
    of_cases = {noun: model.noun() for noun, model in MODELS.items()}
    made = Counter(of_cases[write.noun] for each in shown.all_rows for write in each.writes if write.record is None)
    changed = sorted(
        (of_cases[change.noun], write.record.pk, change.field)
        for each in shown.all_rows for write in each.writes for change in write.changes if write.record is not None
    )  # fmt: skip
    removed = sorted((record.noun(), record.pk) for each in shown.all_rows for record in each.removals)
    entries = Entry.objects.filter(pk__gt=since, kind__in=of_cases.values())
    added = Counter(kind for kind, _key in set(entries.filter(action="added").values_list("kind", "key")))
    moved = sorted(entries.filter(action="changed").values_list("kind", "key", "field"))
    went = sorted(set(entries.filter(action="removed").values_list("kind", "key")))
    removed = [each for each in removed if each[0] != "citation"]
    return [made, changed, removed], [added, moved, went]


def check_values(shown: Preview) -> None:
    """Every changed value is in the records as the preview said it."""
    for each in shown.all_rows:
        for write in each.writes:
            for change in write.changes:
                stored = type(write.record)._base_manager.get(pk=write.record.pk)  # type: ignore[union-attr]
                value = getattr(stored, change.field)
                told = getattr(value, "article", None) or said_in_words(value)
                assert told == change.after, change


def run(several: list[bytes], answer: str, importer: User) -> None:
    """The whole property for one series of editions; nothing of it stays."""
    mapping = weekly()
    with transaction.atomic():
        expected = alone(mapping, several[-1], importer)
        states, batches = [], []
        for content in several:
            states.append(records())
            since = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            shown, batch = bring(mapping, content, importer, answers={ALL: answer})
            told, done = told_and_done(shown, since)
            assert told == done
            check_values(shown)
            batches.append(batch)
        if answer == "remove":
            assert records(batches[-1]) == expected
        again = look_at(mapping, several[-1], importer, answers={ALL: answer})
        assert {each.outcome for each in again.rows} == {"unchanged"}
        assert not again.gone and not any(each.unsaid for each in again.rows)
        for batch, before in zip(reversed(batches), reversed(states), strict=True):
            undo_batch(batch=batch, by=importer)
            assert records() == before
        transaction.set_rollback(True)


@pytest.mark.parametrize("answer", ["remove", "keep"])
def test_editions_one_after_the_other_leave_what_the_last_one_alone_leaves(answer: str, importer: User) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(editions())
    def hold(several: list[bytes]) -> None:
        run(several, answer, importer)

    hold()


@pytest.mark.slow
def test_two_thousand_random_series_of_editions(importer: User) -> None:
    @settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(editions(), st.sampled_from(["remove", "remove", "keep"]))
    def hold(several: list[bytes], answer: str) -> None:
        run(several, answer, importer)

    hold()
