"""The reference data a list speaks of: found, or named as new. New words are made only where the mapping declares them,
with the mark "to be verified", and the preview lists each of them beforehand.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from cases.domain.citations import Law, article_key, law
from cases.domain.vocabulary import SourceKind
from cases.models import (
    Code,
    Country,
    Court,
    Facility,
    Jurisdiction,
    Occupation,
    Organisation,
    Provision,
    Record,
    Region,
    Source,
)
from cases.spreadsheets.import_.parsed_row import Term
from cases.spreadsheets.mapping.schema import Mapping, fold

LABELS = {
    "country": "country", "jurisdiction": "jurisdiction", "code": "code of law", "provision": "provision",
    "facility": "place of detention", "court": "court", "region": "region", "state": "country", "link": "source", "organisation": "organisation", "occupation": "occupation", "source": "source",  # noqa: E501
}  # fmt: skip


NEVER_MADE = frozenset({"court", "region", "state"})
UNTITLED = "(title not known)"


class Vocabulary:
    """The words of one mapping as records; each is looked up once."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._found: dict[Term, Record | None] = {}
        self.made: list[Record] = []

    def find(self, term: Term) -> Any:
        """The record of the term, or None where there is none yet."""
        if term not in self._found:
            self._found[term] = getattr(self, f"_find_{term.noun}")(term)
        return self._found[term]

    def new(self) -> list[Term]:
        """The terms asked for so far that would have to be made."""
        return [term for term, record in self._found.items() if record is None and self.declared(term)]

    def declared(self, term: Term) -> bool:
        """Whether the mapping says that this word may be made."""
        if term.noun in NEVER_MADE:
            return False
        known = {"organisation": self.mapping.organisations, "occupation": self.mapping.occupations}
        return term.noun not in known or term.name in known[term.noun]

    def knows(self, term: Term) -> bool:
        """Whether the word may be used: the mapping says that it may be made, or it is there."""
        return self.declared(term) or self.find(term) is not None

    def make(self, term: Term, *, by: AbstractBaseUser) -> Any:
        """The record of the term, made as `by` where there is none yet."""
        record = self.find(term)
        if record is None:
            # Looked for once more: somebody may have entered it since the preview.
            record = getattr(self, f"_find_{term.noun}")(term)
            if record is None:
                record = getattr(self, f"_new_{term.noun}")(term, by)
                record.save(by=by)
                self.made.append(record)
            self._found[term] = record
        return record

    # The place and the law that the whole list belongs to.

    @property
    def country(self) -> Term:
        """The country of the list."""
        return Term("country", self.mapping.country)

    @property
    def jurisdiction(self) -> Term:
        """The jurisdiction whose law the list speaks of."""
        return Term("jurisdiction", self.mapping.jurisdiction)

    @property
    def source(self) -> Term:
        """The list itself, as a source."""
        return Term("source", self.mapping.source.title)

    def _find_country(self, term: Term) -> Country | None:
        return Country.objects.filter(code=term.name[:2]).first()

    def _new_country(self, term: Term, by: Any) -> Country:
        code, _space, name = term.name.partition(" ")
        return Country(code=code, name_en=name or code)

    def _find_jurisdiction(self, term: Term) -> Jurisdiction | None:
        return Jurisdiction.objects.filter(name_en=term.name).first()

    def _new_jurisdiction(self, term: Term, by: Any) -> Jurisdiction:
        return Jurisdiction(name_en=term.name, country=self.make(self.country, by=by))

    @cached_property
    def laws(self) -> list[Law]:
        """The codes of the reference data, of which the charges of a list may be."""
        provisions: dict[int, list[tuple[str, str]]] = {}
        for code, article, part in Provision.objects.values_list("code", "article", "part").distinct():
            provisions.setdefault(code, []).append((article, part))
        named: dict[str, list[Code]] = {}
        for each in Code.objects.select_related("jurisdiction__country").order_by("pk"):
            named.setdefault(each.name_en, []).append(each)
        return [
            law(
                name, names=[code.name_be, code.name_ru, code.short_name], country=code.jurisdiction.country.code,
                part_pattern=code.part_pattern, provisions=provisions.get(code.pk, ()),
            )
            for name, (code, *others) in named.items()
            if not others  # two codes of one name: nothing says which is meant
        ]  # fmt: skip

    def _find_code(self, term: Term) -> Code | None:
        place = self.find(self.jurisdiction)
        own = Code.objects.filter(jurisdiction=place, name_en=term.name).first() if place else None
        if own or any(code.name == term.name for code in self.mapping.codes):
            return own
        return (
            Code.objects.filter(name_en=term.name).order_by("pk").first()
        )  # a cell may name the code of another country

    def _new_code(self, term: Term, by: Any) -> Code:
        wanted = next(code for code in self.mapping.codes if code.name == term.name)
        return Code(
            jurisdiction=self.make(self.jurisdiction, by=by), name_en=wanted.name, short_name=wanted.short_name,
            whole_pattern=wanted.whole_pattern, part_pattern=wanted.part_pattern, to_verify=True,
        )  # fmt: skip

    def _find_provision(self, term: Term) -> Provision | None:
        code = self.find(Term("code", term.name))
        if code is None:
            return None
        # Several editions: the latest that has no end is the one a list means, unless an editor says otherwise.
        editions = Provision.objects.filter(code=code, part=term.part).order_by(
            "valid_until", "-valid_from_lower", "pk"
        )
        written = editions.filter(article=term.article).first()
        if written or "-" not in term.article:
            return written
        return editions.filter(article__iexact=article_key(term.article)).first()  # "505-A" where the code has 505A

    def _new_provision(self, term: Term, by: Any) -> Provision:
        code = self.make(Term("code", term.name), by=by)
        titles = set(
            Provision.objects.filter(code=code, article=term.article).values_list("name_en", "name_be", "name_ru")
        )
        # The other parts of the article tell its title, where they agree on one.
        title = titles.pop() if len(titles) == 1 else (term.title or UNTITLED, "", "")
        return Provision(
            code=code, article=term.article, part=term.part, name_en=title[0], name_be=title[1], name_ru=title[2],
            to_verify=True, source=f"Named in: {self.mapping.source.title}",
        )  # fmt: skip

    def _find_facility(self, term: Term) -> Facility | None:
        country = self.find(self.country)
        place = self.mapping.places[fold(term.name)]
        known = Facility.objects.filter(country=country).order_by("closed", "pk")
        by_code = known.filter(code=place.code).first() if country and place.code else None
        return by_code or (known.filter(name_en=term.name).first() if country else None)

    def _new_facility(self, term: Term, by: Any) -> Facility:
        place = self.mapping.places[fold(term.name)]
        return Facility(
            country=self.make(self.country, by=by), name_en=place.name, kind=place.kind, code=place.code, to_verify=True
        )

    def _find_court(self, term: Term) -> Court | None:
        country = self.find(self.country)
        return (
            Court.objects.filter(country=country, name_en=term.name).order_by("closed", "pk").first()
            if country
            else None
        )

    def _find_region(self, term: Term) -> Region | None:
        country = self.find(self.country)
        return Region.objects.filter(_called(term.name), country=country).order_by("pk").first() if country else None

    def _find_state(self, term: Term) -> Country | None:
        by_code = Country.objects.filter(code=term.name.upper()).first() if len(term.name) == len("BY") else None
        return by_code or Country.objects.filter(_called(term.name)).order_by("pk").first()

    def _find_link(self, term: Term) -> Source | None:
        return Source.objects.filter(link=term.name).exclude(kind=SourceKind.LIST).order_by("pk").first()

    def _new_link(self, term: Term, by: Any) -> Source:
        return Source(
            kind=SourceKind.OTHER, title=term.name[:300], link=term.name, language=self.mapping.source.language
        )

    def _find_organisation(self, term: Term) -> Organisation | None:
        found: Organisation | None = Organisation.objects.filter(_called(term.name)).order_by("pk").first()
        return found

    def _new_organisation(self, term: Term, by: Any) -> Organisation:
        return Organisation(name_en=term.name, to_verify=True)

    def _find_occupation(self, term: Term) -> Occupation | None:
        found: Occupation | None = Occupation.objects.filter(_called(term.name)).order_by("pk").first()
        return found

    def _new_occupation(self, term: Term, by: Any) -> Occupation:
        return Occupation(name_en=term.name, to_verify=True)

    def _find_source(self, term: Term) -> Source | None:
        return Source.objects.filter(kind=SourceKind.LIST, title=term.name).first()

    def _new_source(self, term: Term, by: Any) -> Source:
        told = self.mapping.source
        publisher = self.make(Term("organisation", told.publisher), by=by) if told.publisher else None
        return Source(
            kind=SourceKind.LIST, title=told.title, link=told.link, publisher=publisher, published=told.published,
            language=told.language, reliability=told.reliability,
        )  # fmt: skip


def _called(name: str) -> Q:
    """Records that bear the name in one of the languages, in whatever case."""
    same = {name, name.lower(), name.capitalize(), name.title(), name.upper()}
    return Q(name_en__in=same) | Q(name_be__in=same) | Q(name_ru__in=same)


def label(term: Term) -> str:
    """The term in words, for the preview."""
    cited = f" {term.article}" + (f" part {term.part}" if term.part else "") if term.article else ""
    return f"{LABELS[term.noun]} “{term.name}”{cited}"
