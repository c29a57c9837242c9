"""Search for persons by any of their names, and for cases by number, title or a defendant's name, using stored name keys.

The matching rules are in `cases.domain.names`; this module is its store in the private database, with the two tables of the
contract in its docstring: NameKey (key, name) and NearKey (deletion, key).
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, IntegerField, Q, QuerySet

from cases.domain.names import KEYS_VERSION, Levels, Store, best_first, deletions, entries
from cases.models.case import Case
from cases.models.person import NameKey, NearKey, PersonName
from cases.models.record import PUBLIC_ID_LENGTH
from casetracker.db.bulk_insert import add_rows

MOST_FOUND = 200
"""Persons listed for one query; a query that finds more is refined by whoever asks."""
LONGEST_QUERY = 200
LOOKED_AT = 250
"""Names looked at together: a few more than are listed, since one person may have several."""
PAGES_GROW = 20
"""How much longer each further page of names is; whoever asks for a second one mostly wants all."""
AFTER_ALL = "\U0010ffff"
SLICE = 500
"""Values in one IN: SQLite and query planners dislike more."""
VERSION = "!version"
"""Under this the near keys hold the version of the rules; no deletion of a word begins so."""
BATCH = 2000
"""Rows written at once."""


def keys_of(name: str) -> frozenset[str]:
    """The keys to store for one written name."""
    return entries(name)


def write_keys(name: PersonName) -> None:
    """Update the stored keys of `name` from its text."""
    with transaction.atomic():
        stored = set(NameKey.objects.filter(name=name).values_list("key", flat=True))
        current_keys = keys_of(name.text)
        for batch in _slices(stored - current_keys):
            NameKey.objects.filter(name=name, key__in=batch).delete()
        _add([(name.pk, key) for key in sorted(current_keys - stored)])


def add_keys(names: Iterable[PersonName]) -> None:
    """Store the keys of names that were just added."""
    with transaction.atomic():
        rows = ((name.pk, key) for name in names for key in sorted(keys_of(name.text)))
        while batch := list(islice(rows, BATCH)):
            _add(batch)


def rewrite_keys() -> int:
    """Recompute the keys of all names, which is needed when cases.domain.names.KEYS_VERSION changes; return the number of
    names."""
    with transaction.atomic():
        NameKey.objects.all().delete()
        NearKey.objects.all().delete()
        NearKey.objects.create(cut=VERSION, key=str(KEYS_VERSION))
        add_keys(PersonName.objects.order_by("pk").iterator(chunk_size=500))
        return PersonName.objects.count()


def keys_are_old() -> bool:
    """Whether stored keys were made by older rules; False if there are no names."""
    made_by = NearKey.objects.filter(cut=VERSION).values_list("key", flat=True).first()
    return made_by != str(KEYS_VERSION) and NameKey.objects.exists()


def stamp_keys() -> None:
    """Record the version of the rules for a store without names. Call it if `keys_are_old` is False."""
    with transaction.atomic():
        if not NearKey.objects.filter(cut=VERSION, key=str(KEYS_VERSION)).exists():
            NearKey.objects.filter(cut=VERSION).delete()
            NearKey.objects.create(cut=VERSION, key=str(KEYS_VERSION))


def _add(rows: Sequence[tuple[int, str]]) -> None:
    """Store (name, key) rows, and the deletions of new keys."""
    keys = {key for _name, key in rows}
    for batch in _slices(set(keys)):
        keys.difference_update(NameKey.objects.filter(key__in=batch).values_list("key", flat=True))
    add_rows(NameKey, ("name", "key"), rows)
    add_rows(NearKey, ("cut", "key"), ((cut, key) for key in sorted(keys) for cut in sorted(deletions(key))))


class InOrder(Func):
    """Position of a record in a list of primary keys. One expression: a `Case` with two hundred branches costs more than the
    search."""

    output_field = IntegerField()

    def __init__(self, keys: Sequence[int]) -> None:
        super().__init__(F("pk"))
        self.keys = tuple(keys)

    def as_sql(  # type: ignore[override]  # no `template` argument
        self, compiler: Any, connection: Any, **more: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """`CASE id WHEN 7 THEN 0 WHEN 3 THEN 1 ... END`, the numbers as parameters."""
        column, parameters = compiler.compile(self.get_source_expressions()[0])
        branches = " ".join(["WHEN %s THEN %s"] * len(self.keys))
        places = [number for place, key in enumerate(self.keys) for number in (key, place)]
        return f"CASE {column} {branches} END", (*parameters, *places)


class KeyStore(Store):
    """The private database as a `cases.domain.names.Store`; a holder is the primary key of a PersonName."""

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """The stored keys for which one of these deletions is stored."""
        matches: set[str] = set()
        for batch in _slices(cuts):
            matches.update(NearKey.objects.filter(cut__in=batch).values_list("key", flat=True))
        return matches

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """The stored keys that begin with any of these."""
        matches: set[str] = set()
        for start in starts:
            # SQLite answers a range from its index; PostgreSQL has its own collation, so there it must be LIKE.
            condition = Q(key__startswith=start)
            if connection.vendor == "sqlite":
                condition = Q(key__gte=start, key__lt=start + AFTER_ALL)
            matches.update(NameKey.objects.filter(condition).values_list("key", flat=True).distinct())
        return matches

    def holders(self, keys: Collection[str]) -> Iterable[int]:
        """The names that have any of these keys, page by page: a caller that needs the first few reads one page only."""
        for batch in _slices(keys):
            yield from _holders(batch)

    def levels_of(self, levels: Levels) -> Mapping[Hashable, int]:
        """The names with a key of a word, each with its best level; in one query."""
        level_of = {key: level for level, keys in reversed(list(enumerate(levels))) for key in keys}
        holders: list[list[int]] = [[] for _level in levels]
        for batch in _slices(level_of):
            for holder, key in _with_keys(batch):
                holders[level_of[key]].append(holder)
        best: dict[Hashable, int] = {}
        for level in reversed(range(len(holders))):
            best.update(dict.fromkeys(holders[level], level))
        return best

    def names(self, holders: Collection[Any]) -> Iterable[tuple[int, str]]:
        """The names as written."""
        for batch in _slices(holders):
            yield from PersonName.objects.filter(pk__in=batch).values_list("pk", "text")


def find_persons(query: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The persons of `queryset` that match `query` (a name in any script, or a public id), best first.

    `queryset` limits the search: pass `Person.objects.visible_to(user)`. At most MOST_FOUND are listed.
    """
    query = query.strip()[:LONGEST_QUERY]
    allowed = queryset.order_by()
    ranked: dict[int, None] = {}
    if len(query) == PUBLIC_ID_LENGTH:
        # Also by the public id of a record that was merged into theirs.
        for lookup in ("public_id", "merged__public_id"):
            ranked |= dict.fromkeys(allowed.filter(**{lookup: query.lower()}).values_list("pk", flat=True))
    # Best matches first, and no more than are shown: a common name matches half of all persons.
    holders: Iterator[Any] = (holder for _grade, holder in best_first(query, KeyStore(), prefix=True))
    while len(ranked) < MOST_FOUND and (batch := list(islice(holders, LOOKED_AT))):
        person_by_name = dict(PersonName.objects.filter(pk__in=batch).values_list("pk", "person"))
        persons = set(allowed.filter(pk__in=set(person_by_name.values())).values_list("pk", flat=True))
        ranked |= {
            person_by_name[name]: None
            for name in batch
            if person_by_name.get(name) in persons and person_by_name[name] not in ranked
        }
    if not ranked:
        return queryset.none()
    first = list(ranked)[:MOST_FOUND]
    return queryset.filter(pk__in=first).order_by(InOrder(first))


def find_cases(query: str, queryset: QuerySet[Any], persons: QuerySet[Any]) -> QuerySet[Any]:
    """The cases of `queryset` with `query` in number or title, with that public id, or with a defendant of that name among
    `persons`."""
    query = query.strip()[:LONGEST_QUERY]
    condition = Q(number__icontains=query) | Q(public_id=query.lower())
    # On SQLite icontains ignores case only for ASCII, so the usual Cyrillic case forms are searched explicitly.
    for form in {query, query.lower(), query.upper(), query.capitalize(), query.title()}:
        condition |= Q(title__icontains=form)
    prosecuted = find_persons(query, persons).order_by().values_list("pk", flat=True)
    by_name = Case.objects.filter(defendants__person__in=list(prosecuted)).values("pk")
    return queryset.filter(condition | Q(pk__in=by_name))


def _with_keys(keys: Sequence[str]) -> list[tuple[int, str]]:
    """The (name, key) rows with these keys."""
    table, key, name = map(connection.ops.quote_name, (NameKey._meta.db_table, "key", "name_id"))
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}, {key} FROM {table} WHERE {key} IN ({marks})", list(keys))  # noqa: S608
        return cursor.fetchall()


def _holders(keys: Sequence[str]) -> Iterator[int]:
    """The names with these keys, sorted by id. In raw SQL: models cost more than the query itself."""
    table, key, name = map(connection.ops.quote_name, (NameKey._meta.db_table, "key", "name_id"))
    marks = ", ".join(["%s"] * len(keys))
    after, page = 0, LOOKED_AT
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT {name} FROM {table} WHERE {key} IN ({marks}) AND {name} > %s"  # noqa: S608
                f" ORDER BY {name} LIMIT {page}",
                [*keys, after],
            )
            ids = [row[0] for row in cursor.fetchall()]
        yield from ids
        if len(ids) < page:
            return
        after, page = ids[-1], page * PAGES_GROW


def _slices(values: Iterable[Any]) -> Iterator[list[Any]]:
    items = list(values)
    return (items[start : start + SLICE] for start in range(0, len(items), SLICE))
