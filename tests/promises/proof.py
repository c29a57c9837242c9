"""The proof: two worlds of one plan, looked at from outside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db import transaction

from cases.publication import publish
from tests.promises.history import unfold
from tests.promises.leaks import WHEN_FROZEN, WHEN_PUBLISHED
from tests.promises.plan import Plan, make_plan
from tests.promises.world import World


@dataclass(frozen=True)
class Seen:
    """What one world left outside: its register as it came step by step, the same made anew, and what must not be in them."""

    register: Path
    rebuilt: Path
    secrets: tuple[str, ...]


RICH = make_plan(Random(20), rich=True)
Hook = Callable[[World], None]


def build(plan: Plan, seed: int, folder: Path, *, approved: Hook | None = None, afterwards: Hook | None = None) -> Seen:
    """Let a world unfold, keep its two registers in `folder`, and forget the world.

    `approved` is called when the last approval is done, `afterwards` when everything else has happened too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    seen = folder / "register.sqlite3", folder / "rebuilt.sqlite3"
    for file in seen:
        file.unlink(missing_ok=True)
    world = World(plan, Random(seed))
    with transaction.atomic():
        with world.living(seen[0]):
            unfold(world, approved=approved)
            publish.rebuild(seen[1])
            if afterwards is not None:
                afterwards(world)
        transaction.set_rollback(True)
    return Seen(*seen, tuple(world.secrets.words))


def build_rich(seed: int, folder: Path) -> Seen:
    """A world of the rich plan. Beside its registers lies one made under each leak, named after it."""

    def approved(world: World) -> None:
        for name, leak in WHEN_FROZEN.items():
            with transaction.atomic():
                with leak():
                    for whole in world.plan.aggregates:
                        world.decide(world.root_of(whole), whole.changed_on)
                    publish.rebuild(folder / name)
                transaction.set_rollback(True)

    def afterwards(world: World) -> None:
        for name, leak in WHEN_PUBLISHED.items():
            with leak():
                publish.rebuild(folder / name)

    return build(RICH, seed, folder, approved=approved, afterwards=afterwards)


def differences(one: Seen, other: Seen) -> list[str]:
    """What an outsider can tell from the registers of two worlds; nothing, if all is well."""
    found = differences_of_files(one.rebuilt, other.rebuilt, {*one.secrets, *other.secrets})
    for seen in (one, other):
        found += secrets_in(seen.register, seen.secrets)
    return found


def differences_of_files(one: Path, other: Path, secrets: Iterable[str]) -> list[str]:
    """What two registers made anew tell about two worlds of one plan."""
    found = secrets_in(one, secrets) + secrets_in(other, secrets)
    if one.read_bytes() != other.read_bytes():
        found.append("the registers made anew differ")
    return found


def secrets_in(file: Path, secrets: Iterable[str]) -> list[str]:
    """Which of the secrets stand in the bytes of a file."""
    held = file.read_bytes().decode("utf-8", "replace").casefold()
    return [f"“{secret}” stands in {file.name}" for secret in secrets if secret.casefold() in held]
