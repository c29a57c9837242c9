"""Documents of persons and cases as they were put together at publication."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model
from django.utils.translation import override

from cases.register.edition import REGISTER
from cases.register.languages import LANGUAGES
from cases.register.models import (
    PublishedCard,
    PublishedCase,
    PublishedDefendant,
    PublishedDocument,
    PublishedName,
    PublishedPerson,
    PublishedRetired,
    PublishedText,
)
from cases.register.reading import texts
from cases.register.reading.records import gather_cases, gather_persons
from cases.register.reading.select import AT_ONCE
from cases.register.reading.shapes import Document
from cases.register.showing.cards import Card, drawn

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
BATCH = 200  # records put together at once
GATHER: dict[str, Callable[[Collection[str]], dict[str, Document]]] = {"person": gather_persons, "case": gather_cases}


def persons(ids: Iterable[str]) -> dict[str, Document]:
    """The documents of these persons, by id; those who are not public are absent."""
    return _read("person", ids)


def cases(ids: Iterable[str]) -> dict[str, Document]:
    """The documents of these cases, by id; those that are not public are absent."""
    return _read("case", ids)


def led_on(ref: str) -> str:
    """The public id to which a retired one leads on; "" for any other."""
    return PublishedRetired._base_manager.filter(pk=ref).values_list("owner", flat=True).first() or ""


def _read(noun: str, ids: Iterable[str]) -> dict[str, Document]:
    wanted = list(ids)
    found: dict[str, Document] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= _told(PublishedDocument, wanted[start : start + AT_ONCE], noun=noun)
    # A register that something else than a publication filled has rows without documents; what is not public has neither.
    missing = [ref for ref in wanted if ref not in found]
    return found | GATHER[noun](missing) if missing else found


def cards(ids: Sequence[str], language: str) -> dict[str, Card]:
    """What lists tell of these persons (at most a page of them), by id; those who are not public are absent."""
    found = {ref: Card(*told) for ref, told in _told(PublishedCard, ids, language).items()}
    missing = [ref for ref in ids if ref not in found]
    return found | {ref: drawn(one, language) for ref, one in persons(missing).items()} if missing else found


def names(ids: Sequence[str]) -> dict[str, list[str]]:
    """Every public name of these persons (at most a page of them) as written, by id, in the order of names."""
    if not ids:
        return {}
    rows = PublishedName._base_manager.filter(person_id__in=ids).order_by("position", "id")
    found: dict[str, list[str]] = {ref: [] for ref in ids}
    for ref, text in rows.values_list("person_id", "text"):
        found[ref].append(text)
    return found


def texts_with(ids: Sequence[str], asked: Sequence[str]) -> dict[str, list[texts.Text]]:
    """The approved texts of these persons (at most a page of them) that have one of these words of a query, by id."""
    found: dict[str, list[texts.Text]] = {}
    if not ids or not asked:
        return found
    among, sought = ", ".join(["%s"] * len(ids)), texts.sought(asked)
    met = " OR ".join(["instr(words, %s)"] * len(sought))
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(
            f"SELECT owner, language, text, words FROM register_publishedtext WHERE owner IN ({among}) AND ({met}) "  # noqa: S608
            "ORDER BY owner, place",
            [*ids, *sought],
        )
        for ref, *told in cursor.fetchall():
            found.setdefault(ref, []).append(texts.Text(*told))
    return found


def _told(table: type[Model], ids: Sequence[str], column: str = "body", noun: str = "") -> dict[str, Any]:
    """What a table of documents or cards tells of these, by id; in SQL, as a page costs little more than this."""
    if not ids:
        return {}
    among = f"id IN ({', '.join(['%s'] * len(ids))})"
    of_noun, given = (" AND noun = %s", [noun]) if noun else ("", [])
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table._meta.db_table} WHERE {among}{of_noun}", [*ids, *given])  # noqa: S608
        return {ref: json.loads(body) for ref, body in cursor}


def write_all() -> None:
    """Put together every document and the words of their texts; for a register that was just made."""
    for noun, model in (("person", PublishedPerson), ("case", PublishedCase)):
        ids = list(model._base_manager.order_by("id").values_list("id", flat=True))
        for start in range(0, len(ids), BATCH):
            told = GATHER[noun](ids[start : start + BATCH])
            _store(noun, told)
    texts.add_all(PublishedText.objects.order_by("owner", "place").values_list("owner", "words").iterator())
    put_in_list_order()


def put_in_list_order() -> None:
    """Let what lists and searches read of people stand in the order of the list: the 25 cards of a page, and the names of people
    who have one surname, then lie beside each other in the file instead of in 25 places."""
    with connections[REGISTER].cursor() as cursor:
        for model, person in ((PublishedCard, "id"), (PublishedName, "person_id")):
            table = model._meta.db_table
            cursor.execute(
                f"CREATE TEMP TABLE held AS SELECT t.* FROM {table} t LEFT JOIN register_publishedperson p ON p.id = t.{person} "  # noqa: S608
                "ORDER BY p.sort_key = '', p.sort_key, p.id, t.id"
            )
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute(f"INSERT INTO {table} SELECT * FROM held ORDER BY rowid")  # noqa: S608
            cursor.execute("DROP TABLE held")


def linked_persons(cases_: Collection[str]) -> set[str]:
    """The persons whose documents tell of these cases."""
    rows = PublishedDefendant.objects.filter(case_id__in=cases_, person__isnull=False)
    return set(rows.values_list("person_id", flat=True))


def rewrite(persons_: Collection[str], cases_: Collection[str]) -> None:
    """Put the documents of these records together anew, and of the cases that name these persons; documents of what is no
    longer public are removed."""
    naming = PublishedDefendant.objects.filter(person_id__in=persons_).values_list("case_id", flat=True)
    _write("person", sorted(persons_))
    _write("case", sorted({*cases_, *naming}))


def _write(noun: str, ids: list[str]) -> None:
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        before = _words_of(chunk)
        for model in (PublishedDocument, PublishedCard):
            model._base_manager.filter(id__in=chunk).delete()
        PublishedText.objects.filter(owner__in=chunk).delete()
        _store(noun, GATHER[noun](chunk))
        texts.change(before, _words_of(chunk))


def _words_of(ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ref, words in PublishedText.objects.filter(owner__in=ids).values_list("owner", "words"):
        found.setdefault(ref, []).append(words)
    return found


def _store(noun: str, told: Mapping[str, Document]) -> None:
    documents = sorted(told.items())
    rows = [PublishedDocument(id=ref, noun=noun, body=to_json(one)) for ref, one in documents]
    PublishedDocument.objects.bulk_create(rows, batch_size=AT_ONCE)
    if noun == "person":
        PublishedCard.objects.bulk_create(_cards(told), batch_size=AT_ONCE)
        _store_texts(told)


def _store_texts(told: Mapping[str, Document]) -> None:
    rows = [
        (ref, place, *one)
        for ref, document in sorted(told.items())
        for place, one in enumerate(texts.texts_of(document))
    ]
    with connections[REGISTER].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO register_publishedtext (owner, place, language, text, words) VALUES (%s, %s, %s, %s, %s)", rows
        )


def _cards(told: Mapping[str, Document]) -> list[PublishedCard]:
    found: dict[str, dict[str, str]] = {ref: {} for ref in sorted(told)}
    for language in LANGUAGES:
        with override(language):
            for ref, in_languages in found.items():
                in_languages[language] = to_json(drawn(told[ref], language))
    return [PublishedCard(id=ref, **in_languages) for ref, in_languages in found.items()]


def to_json(document: Any) -> str:
    """JSON in one form only. Documents hold nothing that JSON does not."""
    return _encode(document)
