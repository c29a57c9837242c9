"""Labels that distinguish records of the same name wherever one is chosen or reviewed: years, region, edition, city, number.

One function per kind; `distinct` is the only entry point. The labels are for staff only.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language

from cases.domain import characters
from cases.domain.dates import PartialDate, UnreadableDate, display, parse, year_only
from cases.models.case import Case, Defendant
from cases.models.law import Code, Jurisdiction, Provision
from cases.models.person import Person
from cases.models.places import Court, Facility, Place
from cases.models.record import Record
from cases.models.reference import Official, Organisation, Region
from cases.models.sources import Source


def distinct(record: Any) -> str:
    """The name of a record with details that distinguish it from others of the same name."""
    extra = details(record)
    name = characters.shown(str(record))
    return f"{name} ({'; '.join(extra)})" if extra else name


def details(record: Any) -> list[str]:
    """The details that distinguish a record from others of the same name, without the name."""
    parts = DETAILS.get(type(record))
    return [characters.shown(str(part)) for part in parts(record) if part] if parts else []


def _of_person(person: Person) -> list[Any]:
    """The public id is always included: two people may share all other known details."""
    years = [_year(person.born), _year(person.died)]
    return [" – ".join(years) if years[1] else years[0], person.region, person.public_id]


def _of_case(case: Case) -> list[Any]:
    return [case.jurisdiction, case.court, _year(case.opened), case.public_id]


def _of_defendant(defendant: Defendant) -> list[Any]:
    return [*_of_person(defendant.person)[:-1], defendant.case]


def _of_provision(provision: Provision) -> list[Any]:
    return [
        provision.code.short_name or provision.code,
        _span(provision.valid_from, provision.valid_until),
        provision.public_id,
    ]


def _of_place(place: Place) -> list[Any]:
    return [place.city, place.region, place.country, _span(place.opened, place.closed)]


def _of_facility(place: Facility) -> list[Any]:
    return [place.code, *_of_place(place)]


def _of_official(official: Official) -> list[Any]:
    return [official.post, official.country, _year(official.from_date), official.public_id]


def _of_source(source: Source) -> list[Any]:
    host = source.link.split("/")[2] if source.link.count("/") > 1 else ""
    return [source.publisher, _day(source.published), host, source.public_id]


def _of_country(record: Region | Jurisdiction | Organisation) -> list[Any]:
    return [record.country]


def _of_code(code: Code) -> list[Any]:
    return [code.jurisdiction]


DETAILS: dict[type[Record], Callable[[Any], list[Any]]] = {
    Person: _of_person, Case: _of_case, Defendant: _of_defendant, Provision: _of_provision, Court: _of_place,
    Facility: _of_facility, Official: _of_official, Source: _of_source, Region: _of_country, Jurisdiction: _of_country,
    Organisation: _of_country, Code: _of_code,
}  # fmt: skip
"""What tells records of one kind apart; of kinds that are not here, the database allows no two of one name."""
READ_WITH: dict[type[Record], tuple[str, ...]] = {
    Person: ("region",), Case: ("jurisdiction", "court"), Defendant: ("person__region", "case"), Provision: ("code",),
    Court: ("region", "country"), Facility: ("region", "country"), Official: ("country",), Source: ("publisher",),
    Region: ("country",), Jurisdiction: ("country",), Organisation: ("country",), Code: ("jurisdiction",),
}  # fmt: skip
"""What is read with the records so that a list of labels costs one query."""


def labelled(queryset: Any) -> Any:
    """The same queryset, with the data of the labels prefetched."""
    return queryset.select_related(*READ_WITH[queryset.model]) if queryset.model in READ_WITH else queryset


def _year(given: str) -> str:
    return _shown(given, year_only)


def _day(given: str) -> str:
    return _shown(given, lambda day: day)


def _shown(given: str, form: Callable[[PartialDate], PartialDate]) -> str:
    """A date in the language of the page; empty if it can no longer be read."""
    try:
        return display(form(parse(given)).edtf, get_language() or "en") if given else ""
    except UnreadableDate:
        return ""


def _span(start: str, end: str) -> str:
    return f"{_day(start) or '…'} – {_day(end) or '…'}" if start or end else ""
