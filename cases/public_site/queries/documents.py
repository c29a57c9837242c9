"""Documents of persons and cases, stored at publication."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connections
from django.db.models import Model
from django.utils.translation import override

from cases.public_site.edition import REGISTER
from cases.public_site.languages import LANGUAGES
from cases.public_site.models import (
    PublishedCard,
    PublishedCase,
    PublishedDefendant,
    PublishedDocument,
    PublishedName,
    PublishedPerson,
    PublishedRetired,
    PublishedText,
)
from cases.public_site.presenters.person_cards import Card, Drawn, drawn, drawn_on
from cases.public_site.queries.build_documents import gather_cases, gather_persons
from cases.public_site.queries.schemas import Document
from cases.public_site.queries.select_rows import AT_ONCE
from cases.public_site.search import text_search

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
BATCH = 200  # records built per batch
GATHER: dict[str, Callable[[Collection[str]], dict[str, Document]]] = {"person": gather_persons, "case": gather_cases}


def persons(ids: Iterable[str]) -> dict[str, Document]:
    """The documents of these persons, by id; persons who are not public are absent."""
    return _read("person", ids)


def cases(ids: Iterable[str]) -> dict[str, Document]:
    """The documents of these cases, by id; cases that are not public are absent."""
    return _read("case", ids)


def led_on(ref: str) -> str:
    """The public id to which a retired one redirects; "" for any other."""
    return PublishedRetired._base_manager.filter(pk=ref).values_list("owner", flat=True).first() or ""


def _read(noun: str, ids: Iterable[str]) -> dict[str, Document]:
    refs = list(ids)
    documents: dict[str, Document] = {}
    for start in range(0, len(refs), AT_ONCE):
        documents |= _told(PublishedDocument, refs[start : start + AT_ONCE], noun=noun)
    # A register that was not filled by a publication has rows without documents; what is not public has neither.
    missing = [ref for ref in refs if ref not in documents]
    return documents | GATHER[noun](missing) if missing else documents


def cards(ids: Sequence[str], language: str, on: date) -> dict[str, Card]:
    """The cards of these persons (at most a page of them) on a day, by id; persons who are not public are absent."""
    stored = {ref: Drawn(*body).on(on) for ref, body in _told(PublishedCard, ids, language).items()}
    available = {ref: card for ref, card in stored.items() if card is not None}
    missing = [ref for ref in ids if ref not in available]
    return (
        available | {ref: drawn_on(document, language, on) for ref, document in persons(missing).items()}
        if missing
        else available
    )


def names(ids: Sequence[str]) -> dict[str, list[str]]:
    """Every public name of these persons (at most a page of them) as written, by id, in the order of names."""
    if not ids:
        return {}
    rows = PublishedName._base_manager.filter(person_id__in=ids).order_by("position", "id")
    by_id: dict[str, list[str]] = {ref: [] for ref in ids}
    for ref, text in rows.values_list("person_id", "text"):
        by_id[ref].append(text)
    return by_id


def texts_with(ids: Sequence[str], asked: Sequence[str]) -> dict[str, list[text_search.Text]]:
    """The approved texts of these persons (at most a page of them) that contain a word of the query, by id."""
    texts: dict[str, list[text_search.Text]] = {}
    if not ids or not asked:
        return texts
    among, words = ", ".join(["%s"] * len(ids)), text_search.sought(asked)
    condition = " OR ".join(["instr(words, %s)"] * len(words))
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(
            f"SELECT owner, language, text, words FROM register_publishedtext WHERE owner IN ({among}) AND ({condition}) "  # noqa: S608
            "ORDER BY owner, place",
            [*ids, *words],
        )
        for ref, *text in cursor.fetchall():
            texts.setdefault(ref, []).append(text_search.Text(*text))
    return texts


def _told(table: type[Model], ids: Sequence[str], column: str = "body", noun: str = "") -> dict[str, Any]:
    """The values of a column of documents or cards by id; in raw SQL, because this is most of the cost of a page."""
    if not ids:
        return {}
    among = f"id IN ({', '.join(['%s'] * len(ids))})"
    of_noun, parameters = (" AND noun = %s", [noun]) if noun else ("", [])
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table._meta.db_table} WHERE {among}{of_noun}", [*ids, *parameters])  # noqa: S608
        return {ref: json.loads(body) for ref, body in cursor}


def write_all() -> None:
    """Build every document and the words of their texts, for a newly created register."""
    for noun, model in (("person", PublishedPerson), ("case", PublishedCase)):
        ids = list(model._base_manager.order_by("id").values_list("id", flat=True))
        for start in range(0, len(ids), BATCH):
            documents = GATHER[noun](ids[start : start + BATCH])
            _store(noun, documents)
    text_search.add_all(PublishedText.objects.order_by("owner", "place").values_list("owner", "words").iterator())
    put_in_list_order()


def put_in_list_order() -> None:
    """Store the rows that lists and searches read in the order of the list: the 25 cards of a page, and the names of people
    with the same surname, are then adjacent in the file instead of in 25 places."""
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
    """The persons whose documents include these cases."""
    rows = PublishedDefendant.objects.filter(case_id__in=cases_, person__isnull=False)
    return set(rows.values_list("person_id", flat=True))


def rewrite(persons_: Collection[str], cases_: Collection[str]) -> None:
    """Rebuild the documents of these records, and of the cases that name these persons; remove documents of records that are no
    longer public."""
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
        text_search.change(before, _words_of(chunk))


def _words_of(ids: Sequence[str]) -> dict[str, list[str]]:
    by_id: dict[str, list[str]] = {}
    for ref, words in PublishedText.objects.filter(owner__in=ids).values_list("owner", "words"):
        by_id.setdefault(ref, []).append(words)
    return by_id


def _store(noun: str, told: Mapping[str, Document]) -> None:
    documents = sorted(told.items())
    rows = [PublishedDocument(id=ref, noun=noun, body=to_json(document)) for ref, document in documents]
    PublishedDocument.objects.bulk_create(rows, batch_size=AT_ONCE)
    if noun == "person":
        PublishedCard.objects.bulk_create(_cards(told), batch_size=AT_ONCE)
        _store_texts(told)


def _store_texts(told: Mapping[str, Document]) -> None:
    rows = [
        (ref, place, *text)
        for ref, document in sorted(told.items())
        for place, text in enumerate(text_search.texts_of(document))
    ]
    with connections[REGISTER].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO register_publishedtext (owner, place, language, text, words) VALUES (%s, %s, %s, %s, %s)", rows
        )


def _cards(told: Mapping[str, Document]) -> list[PublishedCard]:
    by_id: dict[str, dict[str, str]] = {ref: {} for ref in sorted(told)}
    for language in LANGUAGES:
        with override(language):
            for ref, in_languages in by_id.items():
                in_languages[language] = to_json(drawn(told[ref], language))
    return [PublishedCard(id=ref, **in_languages) for ref, in_languages in by_id.items()]


def to_json(document: Any) -> str:
    """Canonical JSON. Documents hold only JSON types."""
    return _encode(document)
