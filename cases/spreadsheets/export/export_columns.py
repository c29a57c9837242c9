"""Which columns a list of each kind of record has when it is taken out. Explicit: a new field is in no file until it is named here.

A column is written as its header, which is also where its value comes from ("court.name_en"); choices are given by their codes
and partial dates as they were typed, so that the file can be taken in again.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.domain.vocabulary.custody_terms import HURIDOCS_CODES
from cases.models import Charge, Defendant, HearingOfficial, Penalty, Person

Value = str | int | float
BETWEEN = "; "


@dataclass(frozen=True)
class Column:
    """`read`: the value of a record. `sensitive`: only for those who may read contacts, health and relatives, if they ask.
    `path`: the field it stands in, by which it is called on pages; others are in LABELS.
    """

    name: str
    read: Callable[[Any], Any]
    sensitive: bool = False
    path: str = ""

    def label(self, model: type[Any]) -> str:
        """What the column is called in the language of the reader."""
        if not self.path:
            return str(LABELS[self.name])
        told, owner = [], model
        for part in self.path.split("."):
            if part == "public_id":
                told.append(_("public ID"))
                continue
            field = owner._meta.get_field(part)
            told.append(str(field.verbose_name))
            owner = field.related_model
        return ": ".join(told)


@dataclass(frozen=True)
class Sheet:
    """The columns of one kind of record, and what is read with it; `prefetch` is given who asks, and reads what they may know."""

    columns: tuple[Column, ...]
    select: tuple[str, ...] = ()
    prefetch: Callable[[Any], tuple[Any, ...]] = lambda _user: ()


def _field(path: str, name: str = "") -> Column:
    def read(record: Any) -> Any:
        for part in path.split("."):
            record = getattr(record, part) if record is not None else None
        return record

    return Column(name or path.replace(".", "_"), read, path=path)


def _fields(*paths: str) -> tuple[Column, ...]:
    return tuple(_field(path) for path in paths)


def _joined(name: str, rows: Callable[[Any], Iterable[Any]]) -> Column:
    return Column(name, lambda record: BETWEEN.join(str(each) for each in rows(record)))


def _sensitive(name: str) -> Column:
    return Column(name, lambda record: getattr(record, name), sensitive=True, path=name)


def _other_names(person: Person) -> list[str]:
    main = person.main_name()
    return [name.text for name in person.names.all() if name != main]


def _main(name: str) -> Callable[[Person], Any]:
    return lambda person: getattr(person.main_name(), name, "")


def _defendants(user: Any) -> tuple[Any, ...]:
    known = Defendant.objects.visible_to(user).select_related("person", "case").prefetch_related("person__names")
    return (Prefetch("defendants", queryset=known, to_attr="known_defendants"),)


def _of_persons(user: Any) -> tuple[Any, ...]:
    known = Defendant.objects.visible_to(user).select_related("case")
    return (
        "names", "custody__facility", "citizenships__country", "occupations__occupation", "recognitions__organisation",
        Prefetch("prosecutions", queryset=known, to_attr="known_prosecutions"),
    )  # fmt: skip


def _of_defendants(user: Any) -> tuple[Any, ...]:
    charges = Charge.objects.select_related("provision__code")
    return ("person__names", Prefetch("charges", queryset=charges))


LABELS = {
    "name": gettext_lazy("name"),
    "name_kind": gettext_lazy("kind of name"),
    "name_language": gettext_lazy("language of the name"),
    "other_names": gettext_lazy("other names"),
    "citizenships": gettext_lazy("citizenships"),
    "occupations": gettext_lazy("occupations"),
    "custody": gettext_lazy("custody"),
    "recognitions": gettext_lazy("recognitions"),
    "cases": pgettext_lazy("list", "cases"),
    "defendants": gettext_lazy("defendants"),
    "person": gettext_lazy("person"),
    "charges": gettext_lazy("charges"),
    "officials": gettext_lazy("participants of the hearing"),
    "penalties": gettext_lazy("penalties"),
    "huridocs": gettext_lazy("HURIDOCS code"),
}
"""What columns that are put together of several values are called."""

NAMES = ("name_en", "name_be", "name_ru", "name_local")

SHEETS: dict[str, Sheet] = {
    "person": Sheet(
        (
            _field("public_id"), Column("name", _main("text")), Column("name_kind", _main("kind")),
            Column("name_language", _main("language")), _joined("other_names", _other_names),
            *_fields("gender", "born", "died", "region.name_en", "can_receive_letters"),
            _joined("citizenships", lambda person: (row.country.name_en for row in person.citizenships.all())),
            _joined("occupations", lambda person: (row.occupation.name_en for row in person.occupations.all())),
            _joined("custody", lambda person: (f"{row} {row.facility or ''}".strip() for row in person.custody.all())),
            _joined("recognitions", lambda person: person.recognitions.all()),
            _joined("cases", lambda person: (row.case for row in person.known_prosecutions)),
            _field("internal_notes"), _sensitive("contacts"), _sensitive("health"), _sensitive("relatives"),
        ),
        select=("region",), prefetch=_of_persons,
    ),
    "case": Sheet(
        (
            *_fields("public_id", "title", "kind", "jurisdiction.name_en", "number", "court.name_en", "opened"),
            _joined("defendants", lambda case: (row.person for row in case.known_defendants)),
            _field("internal_notes"),
        ),
        select=("jurisdiction", "court"), prefetch=_defendants,
    ),
    "defendant": Sheet(
        (
            *_fields("public_id", "person.public_id"), Column("person", lambda row: str(row.person)),
            *_fields("case.public_id", "case.title", "case.number", "stage", "stage_date", "in_absentia", "act_date"),
            _joined("charges", lambda row: row.charges.all()), _field("internal_notes"),
        ),
        select=("person", "case"), prefetch=_of_defendants,
    ),
    "hearing": Sheet(
        (
            *_fields(
                "public_id", "case.public_id", "case.title", "court.name_en", "room", "day", "time", "kind", "openness",
                "outcome",
            ),
            _joined("officials", lambda row: (f"{each.official} ({each.role})" for each in row.officials.all())),
            _field("observers_notes"),
        ),
        select=("case", "court"),
        prefetch=lambda _user: (Prefetch("officials", queryset=HearingOfficial.objects.select_related("official")),),
    ),
    "sentence": Sheet(
        (
            *_fields("public_id", "defendant.public_id", "defendant.person.public_id"),
            Column("person", lambda row: str(row.defendant.person)),
            *_fields("defendant.case.title", "instance", "addition", "court.name_en", "judge.name_en", "decided", "in_force"),
            _joined("penalties", lambda row: row.penalties.all()), _field("internal_notes"),
        ),
        select=("defendant__person", "defendant__case", "court", "judge"),
        prefetch=lambda _user: ("defendant__person__names", Prefetch("penalties", queryset=Penalty.objects.all())),
    ),
    "violation": Sheet(
        (
            *_fields("public_id", "person.public_id"), Column("person", lambda row: str(row.person)), _field("kind"),
            Column("huridocs", lambda row: HURIDOCS_CODES.get(row.kind, "")),
            *_fields("on_date", "facility.name_en", "public_text", "language", "internal_notes"),
        ),
        select=("person", "facility"), prefetch=lambda _user: ("person__names",),
    ),
    "source": Sheet(
        (
            *_fields(
                "public_id", "kind", "title", "link", "publisher.name_en", "published", "language", "archived_link",
                "archived_sha256", "reliability", "legal_risk", "confidential", "internal_notes",
            ),
        ),
        select=("publisher",),
    ),
    "country": Sheet(_fields("public_id", "code", *NAMES)),
    "region": Sheet(_fields("public_id", "country.code", *NAMES), select=("country",)),
    "occupation": Sheet(_fields("public_id", *NAMES, "to_verify")),
    "organisation": Sheet(_fields("public_id", *NAMES, "kind", "country.code", "website", "to_verify"), ("country",)),
    "official": Sheet(
        _fields("public_id", *NAMES, "country.code", "post", "from_date", "to_verify", "internal_notes"), ("country",)
    ),
    "court": Sheet(
        _fields(
            "public_id", *NAMES, "country.code", "region.name_en", "city", "level", "time_zone", "opened", "closed",
            "to_verify", "internal_notes",
        ),
        select=("country", "region"),
    ),
    "facility": Sheet(
        _fields(
            "public_id", *NAMES, "country.code", "region.name_en", "city", "kind", "code", "opened", "closed", "to_verify",
            "internal_notes",
        ),
        select=("country", "region"),
    ),
    "jurisdiction": Sheet(_fields("public_id", *NAMES, "country.code"), select=("country",)),
    "code": Sheet(_fields("public_id", *NAMES, "jurisdiction.name_en", "short_name"), select=("jurisdiction",)),
    "provision": Sheet(
        _fields(
            "public_id", "code.name_en", "article", "part", *NAMES, "valid_from", "valid_until", "max_months",
            "life_possible", "death_possible", "source", "to_verify", "internal_notes",
        ),
        select=("code",),
    ),
    "creditfactor": Sheet(
        _fields(
            "public_id", "jurisdiction.name_en", "custody", "penalty", "regime", "factor", "valid_from", "valid_until",
            "backwards", "excluded", "source", "to_verify", "in_use", "internal_notes",
        ),
        select=("jurisdiction",),
    ),
    "appealperiod": Sheet(
        _fields(
            "public_id", "jurisdiction.name_en", "days", "valid_from", "source", "to_verify", "in_use", "internal_notes"
        ),
        select=("jurisdiction",),
    ),
}  # fmt: skip


def columns_of(noun: str, *, sensitive: bool, chosen: Collection[str] | None = None) -> tuple[Column, ...]:
    """The columns of a kind of record in their order; of the others than sensitive ones those that were `chosen` (None: all), and
    the sensitive ones only if `sensitive`. Raises KeyError for what has no list.
    """
    return tuple(
        column for column in SHEETS[noun].columns
        if (sensitive if column.sensitive else chosen is None or column.name in chosen)
    )  # fmt: skip
