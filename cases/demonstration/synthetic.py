"""Synthetic approved records in large numbers, to benchmark the public site.

They are inserted in bulk: first pending submissions with their authors and mentions, then the decisions, so that the
rules of the database apply. This is only for demonstrations, because some data are left out: the log has no entries
about them, and of the private records only persons, their names and cases exist, without their rows.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models, transaction

from accounts import demo_accounts
from accounts.exceptions import Refused
from accounts.models import Clearance, User
from cases.demonstration.synthetic_records import Content, Inventor
from cases.models import Case, Jurisdiction, Official, Person, PersonName, Record, Source
from cases.models.name_search import add_keys
from cases.reference.stable_ids import fixed_id
from cases.review.freeze import digest_of
from cases.review.models import Author, Mention, Outstanding, Snapshot, Status
from cases.review.references import mentions_of

BATCH = 1000  # persons written at once
TOGETHER = (1, 1, 1, 1, 2, 3)  # persons prosecuted in one case
START = datetime(2024, 1, 1, 12, tzinfo=UTC)


def seed(*, persons: int, seed: int, allowed: bool) -> int:
    """Add `persons` approved persons and their cases; return how many records. The same seed gives the same records.

    The register is not touched: rebuild it afterwards.

    Raises:
        Refused: outside demonstration mode, or in a database that was seeded before.
    """
    if not allowed:
        raise Refused("Invented records are made in demonstration mode only: set CASETRACKER_DEMO=1.")
    if Person.objects.filter(internal_notes=_note(seed)).exists():
        raise Refused("This database was seeded with this number before.")
    editor, reviewer = _accounts()
    add_officials_and_sources()
    inventor = Inventor(seed)
    count = 0
    for start in range(0, persons, BATCH):
        with transaction.atomic():
            count += _add_batch(inventor, seed, start, min(BATCH, persons - start), editor, reviewer)
    return count


def _accounts() -> tuple[User, User]:
    accounts = {user.username: user for user in User.objects.filter(is_demonstration=True)}
    if not {"editor", "reviewer"} <= set(accounts):
        accounts = {user.username: user for user, _role, _phrase in demo_accounts.make_accounts(allowed=True)}
    # The synthetic decisions are in the past: they need a clearance that was in force then.
    Clearance.objects.filter(user=accounts["reviewer"], ended_at=None).update(
        requested_at=START, consented_at=START, effective_at=START
    )
    return accounts["editor"], accounts["reviewer"]


def _note(seed: int) -> str:
    return f"Invented record for measuring, seed {seed}."


def add_officials_and_sources() -> None:
    """Add synthetic judges and sources, which are not part of reference data."""
    for model, count in ((Official, 200), (Source, 50)):
        records: list[Record] = []
        for number in range(count):
            name = f"Invented {model.noun()} {number}"
            record = model(public_id=fixed_id("synthetic", model.noun(), str(number)))
            if isinstance(record, Official):
                record.name_en = name
            elif isinstance(record, Source):
                record.title = name
            records.append(record)
        _plain(model).bulk_create(records, ignore_conflicts=True)


def _add_batch(inventor: Inventor, seed: int, start: int, count: int, editor: User, reviewer: User) -> int:
    people = [inventor.person() for _one in range(count)]
    ids = [content["root"].partition("/")[2] for content in people]
    cases_ = [inventor.case(group, start + number) for number, group in enumerate(_groups(ids, inventor))]
    persons = [Person(public_id=ref, internal_notes=_note(seed), **_stamps(editor)) for ref in ids]
    _plain(Person).bulk_create(persons)
    _add_names(persons, people, editor)
    jurisdiction = Jurisdiction._base_manager.order_by("public_id").first()
    records = [
        Case(
            public_id=content["root"].partition("/")[2],
            jurisdiction=jurisdiction,
            title=f"Invented case {seed}-{start + number}",
            number=f"S{seed}-{start + number}",
            internal_notes=_note(seed),
            **_stamps(editor),
        )
        for number, content in enumerate(cases_)
    ]
    _plain(Case).bulk_create(records)
    day = START + timedelta(days=start // BATCH % 300)
    _approve("person", persons, people, editor, reviewer, day)
    _approve("case", records, cases_, editor, reviewer, day)
    return len(persons) + len(records)


def _groups(ids: Sequence[str], inventor: Inventor) -> Iterator[Sequence[str]]:
    place = 0
    while place < len(ids):
        size = inventor.random.choice(TOGETHER)
        yield ids[place : place + size]
        place += size


def _plain(model: type[Record]) -> models.QuerySet[Any]:
    """Queryset of a model that bypasses the history written by `save`."""
    return models.QuerySet(model)


def _stamps(editor: User) -> dict[str, Any]:
    return {"created_at": START, "created_by": editor, "updated_at": START, "updated_by": editor}


def _add_names(persons: Sequence[Person], contents: Sequence[Content], editor: User) -> None:
    rows = []
    for person, content in zip(persons, contents, strict=True):
        names = [row for row in content["rows"] if row["path"].startswith("personname/")]
        rows += [
            PersonName(
                person=person,
                public_id=row["path"].partition("/")[2],
                position=place,
                **row["values"],
                **_stamps(editor),
            )
            for place, row in enumerate(names)
        ]
    _plain(PersonName).bulk_create(rows)
    add_keys(rows)


def _approve(
    noun: str,
    records: Sequence[Person] | Sequence[Case],
    contents: Sequence[Content],
    editor: User,
    reviewer: User,
    day: datetime,
) -> None:
    """Insert submissions of these contents by the editor, approved in full by the reviewer."""
    snapshots = Snapshot.objects.bulk_create(
        Snapshot(
            **{noun: record},
            content=content,
            digest=digest_of(content),
            record_version=record.version,
            submitted_at=day,
            submitted_by=editor,
        )
        for record, content in zip(records, contents, strict=True)
    )
    Author.objects.bulk_create(Author(snapshot=snapshot, user=editor) for snapshot in snapshots)
    Mention.objects.bulk_create(
        Mention(snapshot=snapshot, **mention) for snapshot in snapshots for mention in mentions_of(snapshot.content)
    )
    first, last = snapshots[0].pk, snapshots[-1].pk
    Snapshot.objects.filter(pk__range=(first, last)).update(
        status=Status.APPROVED, decided_at=day, decided_by=reviewer, withheld=[]
    )
    Outstanding.objects.bulk_create(Outstanding(noun=noun, ref=record.public_id) for record in records)
