"""Promise 1: what is public is a function of what is approved, of nothing else.

Two private databases that differ in everything but their approvals leave the same register behind, and no word of what is
private in either stands in it. The same proof is run under deliberate faults, each of which it must notice.
"""

from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.review.freeze import values_of
from cases.review.models import Snapshot, Status
from tests.promises.leaks import WHEN_FROZEN, WHEN_PUBLISHED
from tests.promises.plan import Plan, plans
from tests.promises.proof import RICH, Seen, build, differences, differences_of_files
from tests.promises.world import World

pytestmark = pytest.mark.django_db(databases=["default", "register"])

SEEDS = st.integers(0, 2**32)
# Each example is two lives of an organisation, some seconds long; a smaller one tells no more.
LONG = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def two(plan: Plan, seeds: tuple[int, int], folder: Path) -> tuple[Seen, Seen]:
    """The outsides of two worlds."""
    return build(plan, seeds[0], folder / "one"), build(plan, seeds[1], folder / "other")


def test_two_worlds_of_a_rich_plan_look_the_same(rich: tuple[Seen, Seen]) -> None:
    assert differences(*rich) == []


@settings(LONG, max_examples=2)
@given(plan=plans(), seeds=st.tuples(SEEDS, SEEDS))
def test_two_worlds_of_a_few_plans_look_the_same(
    roles: None, tmp_path: Path, plan: Plan, seeds: tuple[int, int]
) -> None:
    assert differences(*two(plan, seeds, tmp_path)) == []


@pytest.mark.slow
@settings(LONG, max_examples=60)
@given(plan=plans(), seeds=st.tuples(SEEDS, SEEDS))
def test_two_worlds_of_any_plan_look_the_same(roles: None, tmp_path: Path, plan: Plan, seeds: tuple[int, int]) -> None:
    assert differences(*two(plan, seeds, tmp_path)) == []


def test_world_approves_what_its_plan_says_and_nothing_else(roles: None, tmp_path: Path) -> None:
    """Without this, the proof could be green because nothing is ever approved."""

    def check(world: World) -> None:
        for whole in RICH.aggregates:
            current = Snapshot.objects.get(status=Status.APPROVED, **{f"{whole.root.noun}__public_id": whole.root.id})
            ticked = set(values_of(current.content)) - set(current.withheld)
            meant = {f"{row.noun}/{row.id}/{name}" for row in (whole.root, *whole.rows) for name in row.values}
            assert meant <= ticked
            assert all(path.startswith("citation/") for path in ticked - meant)  # about values that are not
            assert current.decided_at is not None
            assert timezone.localdate(current.decided_at) == whole.changed_on
            assert current.withheld

    seen = build(RICH, 5, tmp_path, approved=check)
    assert len(seen.secrets) > 200


@pytest.mark.parametrize("name", [*WHEN_FROZEN, *WHEN_PUBLISHED])
def test_leak_turns_the_proof_red(name: str, rich: tuple[Seen, Seen]) -> None:
    one, other = (seen.register.with_name(name) for seen in rich)
    assert differences_of_files(one, other, {*rich[0].secrets, *rich[1].secrets}) != []
