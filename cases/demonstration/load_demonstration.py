"""Load the demonstration once into a separate database."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import demo_accounts
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.demonstration.build_records import Builder
from cases.demonstration.keep_current import follow
from cases.demonstration.review_states import bring_to_state
from cases.models import Case, Official, Person, Record, Source
from cases.reference.stable_ids import fixed_id

FILES = Path(__file__).parent / "files"
KINDS: dict[str, type[Record]] = {"official": Official, "source": Source, "person": Person, "case": Case}


@transaction.atomic
def load(*, allowed: bool, today: date) -> int:
    """Enter, submit and review the records of the files as the demonstration accounts.

    Returns the number of persons and cases, 0 if the demonstration is loaded already; then only the dates of due tasks
    follow `today`, unless somebody changed them. All or nothing. Hearings are around `today`; everything else is the
    same whenever it is loaded. Raises Refused outside demonstration mode, in a database with other people, and if a
    function refuses; NotThere without the reference data; Mistake for a file that cannot be read as records.
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
    for record, plan in planned:  # not gathered: authors and reviewers are checked against the log
        bring_to_state(record, plan, builder)
    return len(planned)


def read() -> dict[str, list[Mapping[str, Any]]]:
    """Return the tables of all files by kind, in the order of file names."""
    by_kind: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in KINDS}
    for path in sorted(FILES.glob("*.toml")):
        for kind, tables in tomllib.loads(path.read_text(encoding="utf-8")).items():
            by_kind[kind] += tables
    return by_kind


def _accounts() -> dict[str, User]:
    """Return the demonstration accounts by username; create missing ones. Raises Refused for a real one so named."""
    names = [username for username, _name, _role in demo_accounts.ACCOUNTS]
    accounts = {user.username: user for user in User.objects.filter(username__in=names, is_demonstration=True)}
    if len(accounts) < len(names):
        return {user.username: user for user, _role, _phrase in demo_accounts.make_accounts(allowed=True)}
    return accounts
