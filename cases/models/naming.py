"""Finding persons by any of their names, and cases by number, title or a defendant's name, over keys stored with the names.

The rule of what finds what is `cases.names`; this module is its store in the private database, by the two tables of the
contract in its docstring: NameKey (key, name) and NearKey (deletion, key).
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, IntegerField, Q, QuerySet

from accounts.rows import add_rows
from cases.models.base import PUBLIC_ID_LENGTH
from cases.models.case import Case
from cases.models.person import NameKey, NearKey, PersonName
from cases.names import KEYS_VERSION, Levels, Store, best_first, deletions, entries

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
    """What is stored for one written name: its keys."""
    return entries(name)


def write_keys(name: PersonName) -> None:
    """Make the stored keys of `name` those of its text."""
    with transaction.atomic():
        stored = set(NameKey.objects.filter(name=name).values_list("key", flat=True))
        wanted = keys_of(name.text)
        for some in _slices(stored - wanted):
            NameKey.objects.filter(name=name, key__in=some).delete()
        _add([(name.pk, key) for key in sorted(wanted - stored)])


def add_keys(names: Iterable[PersonName]) -> None:
    """Store the keys of names that were just added."""
    with transaction.atomic():
        rows = ((name.pk, key) for name in names for key in sorted(keys_of(name.text)))
        while some := list(islice(rows, BATCH)):
            _add(some)


def rewrite_keys() -> int:
    """Make the keys of all names anew, as is needed when cases.names.KEYS_VERSION changes; how many names there are."""
    with transaction.atomic():
        NameKey.objects.all().delete()
        NearKey.objects.all().delete()
        NearKey.objects.create(cut=VERSION, key=str(KEYS_VERSION))
        add_keys(PersonName.objects.order_by("pk").iterator(chunk_size=500))
        return PersonName.objects.count()


def keys_are_old() -> bool:
    """Whether stored keys were made by other rules than today's; False while there are no names."""
    made_by = NearKey.objects.filter(cut=VERSION).values_list("key", flat=True).first()
    return made_by != str(KEYS_VERSION) and NameKey.objects.exists()


def stamp_keys() -> None:
    """Say by which rules the keys of a store without names will be made. Call it where `keys_are_old` says no."""
    with transaction.atomic():
        if not NearKey.objects.filter(cut=VERSION, key=str(KEYS_VERSION)).exists():
            NearKey.objects.filter(cut=VERSION).delete()
            NearKey.objects.create(cut=VERSION, key=str(KEYS_VERSION))


def _add(rows: Sequence[tuple[int, str]]) -> None:
    """Store (name, key) rows, and the deletions of the keys that nobody had."""
    keys = {key for _name, key in rows}
    for some in _slices(set(keys)):
        keys.difference_update(NameKey.objects.filter(key__in=some).values_list("key", flat=True))
    add_rows(NameKey, ("name", "key"), rows)
    add_rows(NearKey, ("cut", "key"), ((cut, key) for key in sorted(keys) for cut in sorted(deletions(key))))


class InOrder(Func):
    """The place of a record in a list of primary keys. One expression: a `Case` of two hundred costs more than the search."""

    output_field = IntegerField()

    def __init__(self, keys: Sequence[int]) -> None:
        super().__init__(F("pk"))
        self.keys = tuple(keys)

    def as_sql(  # type: ignore[override]  # it takes no template of others
        self, compiler: Any, connection: Any, **more: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """`CASE id WHEN 7 THEN 0 WHEN 3 THEN 1 ... END`, the numbers as parameters."""
        column, own = compiler.compile(self.get_source_expressions()[0])
        branches = " ".join(["WHEN %s THEN %s"] * len(self.keys))
        places = [number for place, key in enumerate(self.keys) for number in (key, place)]
        return f"CASE {column} {branches} END", (*own, *places)


class KeyStore(Store):
    """The private database as a `cases.names.Store`; a holder is the primary key of a PersonName."""

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """The stored keys beside which one of these deletions stands."""
        found: set[str] = set()
        for some in _slices(cuts):
            found.update(NearKey.objects.filter(cut__in=some).values_list("key", flat=True))
        return found

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """The stored keys that begin with any of these."""
        found: set[str] = set()
        for start in starts:
            # A range is what SQLite answers from its index; PostgreSQL sorts by its own rules, so there it must be LIKE.
            lies = Q(key__startswith=start)
            if connection.vendor == "sqlite":
                lies = Q(key__gte=start, key__lt=start + AFTER_ALL)
            found.update(NameKey.objects.filter(lies).values_list("key", flat=True).distinct())
        return found

    def holders(self, keys: Collection[str]) -> Iterable[int]:
        """The names that have any of these keys, page by page: whoever asks for the first few gets no more than a page."""
        for some in _slices(keys):
            yield from _holders(some)

    def levels_of(self, levels: Levels) -> Mapping[Hashable, int]:
        """Who has a key of a word, each with the best level of those; in one query."""
        level_of = {key: level for level, keys in reversed(list(enumerate(levels))) for key in keys}
        holders: list[list[int]] = [[] for _level in levels]
        for some in _slices(level_of):
            for holder, key in _with_keys(some):
                holders[level_of[key]].append(holder)
        best: dict[Hashable, int] = {}
        for level in reversed(range(len(holders))):
            best.update(dict.fromkeys(holders[level], level))
        return best

    def names(self, holders: Collection[Any]) -> Iterable[tuple[int, str]]:
        """The names as written."""
        for some in _slices(holders):
            yield from PersonName.objects.filter(pk__in=some).values_list("pk", "text")


def find_persons(query: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The persons of `queryset` whom `query` (a name in any script, or a public id) finds, the best first.

    `queryset` says who may be found at all: pass `Person.objects.visible_to(user)`. At most MOST_FOUND are listed.
    """
    query = query.strip()[:LONGEST_QUERY]
    allowed = queryset.order_by()
    ranked: dict[int, None] = {}
    if len(query) == PUBLIC_ID_LENGTH:
        # Also by the public id of a record that was merged into theirs.
        for lookup in ("public_id", "merged__public_id"):
            ranked |= dict.fromkeys(allowed.filter(**{lookup: query.lower()}).values_list("pk", flat=True))
    # From the best down, and no further than is shown: a common name finds half of everybody.
    holders: Iterator[Any] = (holder for _grade, holder in best_first(query, KeyStore(), prefix=True))
    while len(ranked) < MOST_FOUND and (some := list(islice(holders, LOOKED_AT))):
        bearers = dict(PersonName.objects.filter(pk__in=some).values_list("pk", "person"))
        known = set(allowed.filter(pk__in=set(bearers.values())).values_list("pk", flat=True))
        ranked |= {bearers[name]: None for name in some if bearers.get(name) in known and bearers[name] not in ranked}
    if not ranked:
        return queryset.none()
    first = list(ranked)[:MOST_FOUND]
    return queryset.filter(pk__in=first).order_by(InOrder(first))


def find_cases(query: str, queryset: QuerySet[Any], persons: QuerySet[Any]) -> QuerySet[Any]:
    """The cases of `queryset` with `query` in number or title, that public id, or a defendant among `persons` of that name."""
    query = query.strip()[:LONGEST_QUERY]
    found = Q(number__icontains=query) | Q(public_id=query.lower())
    # icontains knows no Cyrillic case on SQLite, so the usual ones are asked for by name.
    for form in {query, query.lower(), query.upper(), query.capitalize(), query.title()}:
        found |= Q(title__icontains=form)
    prosecuted = find_persons(query, persons).order_by().values_list("pk", flat=True)
    by_name = Case.objects.filter(defendants__person__in=list(prosecuted)).values("pk")
    return queryset.filter(found | Q(pk__in=by_name))


def _with_keys(keys: Sequence[str]) -> list[tuple[int, str]]:
    """Who has which of these keys."""
    table, key, name = map(connection.ops.quote_name, (NameKey._meta.db_table, "key", "name_id"))
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}, {key} FROM {table} WHERE {key} IN ({marks})", list(keys))  # noqa: S608
        return cursor.fetchall()


def _holders(keys: Sequence[str]) -> Iterator[int]:
    """The names with these keys in the order of their numbers. In SQL: models cost more than the lookup itself."""
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
            found = [row[0] for row in cursor.fetchall()]
        yield from found
        if len(found) < page:
            return
        after, page = found[-1], page * PAGES_GROW


def _slices(values: Iterable[Any]) -> Iterator[list[Any]]:
    given = list(values)
    return (given[start : start + SLICE] for start in range(0, len(given), SLICE))
