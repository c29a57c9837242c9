"""Load the demonstration once into a database of its own."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import demonstration, log
from accounts.models import User
from accounts.refusals import Refused
from cases.demonstration.building import Builder
from cases.demonstration.due import follow
from cases.demonstration.reviewing import bring_to_state
from cases.models import Case, Official, Person, Record, Source
from cases.reference.ids import fixed_id

FILES = Path(__file__).parent / "files"
KINDS: dict[str, type[Record]] = {"official": Official, "source": Source, "person": Person, "case": Case}


@transaction.atomic
def load(*, allowed: bool, today: date) -> int:
    """Enter, submit and review the records of the files as the demonstration accounts; returns how many persons and cases.

    Returns 0 when the demonstration is there already; then only the days of what is due follow `today`, where nobody
    changed them. All or nothing. Hearings lie around `today`; all else is the same whenever it is loaded.
    Raises Refused outside demonstration mode, in a database that holds other people, and where a verb refuses; NotThere
    without the reference data; Mistake for a file that cannot be read as records.
    """
    if not allowed:
        raise Refused("Demonstration data are loaded in demonstration mode only: set CASETRACKER_DEMO=1.")
    tables = read()
    first = tables["person"][0]["id"]
    if Person.objects.filter(public_id=fixed_id("demonstration", "Person", first)).exists():
        follow(accounts=_accounts(), today=today)
        return 0
    if Person.objects.exists():
        raise Refused("This database holds people already: demonstrations need a database of their own.")
    builder = Builder(accounts=_accounts(), today=today)
    planned = []
    with log.gathered():
        for kind, model in KINDS.items():
            for number, table in enumerate(tables[kind]):
                record = builder.build(model, table, path=f"{kind}/{number}")
                if isinstance(record, (Person, Case)):
                    planned.append((record, table.get("publication", {"state": "never submitted"})))
    for record, plan in planned:  # not gathered: whoever submits or decides is checked against the log
        bring_to_state(record, plan, builder)
    return len(planned)


def read() -> dict[str, list[Mapping[str, Any]]]:
    """The tables of all files by kind, in the order of file names."""
    found: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in KINDS}
    for path in sorted(FILES.glob("*.toml")):
        for kind, tables in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[kind] += tables
    return found


def _accounts() -> dict[str, User]:
    """The demonstration accounts by username, made where they are missing. Raises Refused for a real account so named."""
    names = [username for username, _name, _role in demonstration.ACCOUNTS]
    there = {user.username: user for user in User.objects.filter(username__in=names, is_demonstration=True)}
    if len(there) < len(names):
        return {user.username: user for user, _role, _phrase in demonstration.make_accounts(allowed=True)}
    return there
