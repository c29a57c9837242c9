"""Every public route, and what is asked of it. A route that is not in the table fails the test."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

from tests.promises.plan import Plan
from tests.promises.reader import Ask

LANGUAGES = ("en", "be", "ru")
UNKNOWN = "zzzzzzzzzzzz"


@dataclass(frozen=True)
class Known:
    """What an attacker may know: the plan (it is public), and private words and public ids of every world."""

    plan: Plan
    secrets: tuple[str, ...]
    pictures: tuple[str, ...]

    def refs(self, *nouns: str) -> list[str]:
        """Addresses to try: published ids of these kinds, private ids, one that nobody has."""
        private = [secret for secret in self.secrets if len(secret) == 12 and any(sign.isdigit() for sign in secret)]
        return [*self.plan.ids(*nouns), *private[:4], UNKNOWN]

    def texts(self) -> list[str]:
        """Words to search for: of approved names, of private values, of nothing."""
        rows = [row for whole in self.plan.aggregates for row in whole.rows]
        names = [row.values["text"] for row in rows if row.noun == "personname" and "text" in row.values]
        told = [row.values[name] for row in rows for name in ("text", "public_text", "quote") if name in row.values]
        words = [text.split()[-1] for text in told if text.split()][:8]
        step = max(len(self.secrets) // 12, 1)
        return [*names, *words, "open", "Опен", "номер", UNKNOWN, '"*', *self.secrets[::step]]


Asks = Callable[[Known], Iterator[str]]
LISTS: dict[str, dict[str, list[str]]] = {
    "persons": {
        "status": ["in_custody", "released"], "stage": ["charged"], "gender": ["male", "female"], "penalty": ["fine"],
        "in_absentia": ["yes"], "term": ["3_5"], "age": ["18_29"],
        "sort": ["name", "family", "arrest", "hearing", "newest", "sentence", "pk"],
    },
    "cases": {"kind": ["criminal"], "stage": ["charged"], "sort": ["newest", "number", "-id"]},
    "hearings": {"when": ["coming", "past"], "kind": ["verdict"], "outcome": ["adjourned"]},
}  # fmt: skip
FIGURES = ("custody", "arrests", "provisions", "sentences", "lengths", "courts", "recognised", "days", "x")
# Parameters that no page may know, beside the names of every filter.
FOREIGN = (
    "internal_notes__startswith=a",
    "ordering=-created_at",
    "ids=1,2",
    "format=json",
    "_connector=OR",
    "fields=contacts",
)


def _once(known: Known) -> Iterator[str]:
    yield ""
    yield from (f"?{query}" for query in FOREIGN)


def _list(page: str) -> Asks:
    def asks(known: Known) -> Iterator[str]:
        yield from _once(known)
        yield "?page=2"
        yield "?page=999"
        yield from (f"?q={quote(text)}" for text in known.texts())
        for name, values in LISTS[page].items():
            yield from (f"?{name}={value}" for value in values)
        nouns = {"court": "court", "place": "facility", "provision": "provision", "judge": "official", "region": "region",
                 "occupation": "occupation", "recognised_by": "organisation", "citizenship": "country",
                 "code": "code", "jurisdiction": "jurisdiction"}  # fmt: skip
        for name, noun in nouns.items():
            yield from (f"?{name}={ref}" for ref in known.refs(noun)[:4] + known.refs(noun)[-2:])
        for name in filter_names(page):
            yield from (f"?{name}={quote(value)}" for value in ("2018-06-01", "2022", "unknown", "1", ""))

    return asks


def _each(*nouns: str) -> Asks:
    def asks(known: Known) -> Iterator[str]:
        for ref in known.refs(*nouns):
            yield from (f"{ref}/", f"{ref.upper()}/")
        yield f"{known.refs(*nouns)[0]}/?page=2"
        yield f"{known.refs(*nouns)[0]}/?fields=contacts"

    return asks


def _labels(known: Known) -> Iterator[str]:
    yield from (f"{ref}/label/" for ref in known.refs("person"))
    yield f"{known.refs('person')[0]}/label/?fields=contacts"


def _api(page: str) -> Asks:
    def asks(known: Known) -> Iterator[str]:
        yield from (query for query in _filtered(page)(known) if not query.startswith(("?page=", "?sort=")))
        yield from (f"?after={ref}" for ref in known.refs("person", "case", "hearing")[-6:])
        yield from ("?after=zz", "?page=2", "?sort=name")

    return asks


def _singles(*nouns: str) -> Asks:
    def asks(known: Known) -> Iterator[str]:
        yield from known.refs(*nouns)
        yield f"{known.refs(*nouns)[0]}?expand=history"

    return asks


def _filtered(page: str) -> Asks:
    """Some of what a list is asked for, for the files and feeds that take the list's filters."""

    def asks(known: Known) -> Iterator[str]:
        yield from (query for place, query in enumerate(_list(page)(known)) if place < 8 or place % 9 == 0)

    return asks


def _by(page: str, *filters: str) -> Asks:
    """The pages of all values of these filters, alone and with others of the list chosen."""

    def asks(known: Known) -> Iterator[str]:
        yield from (f"{name}/" for name in (*filters, "internal_notes", UNKNOWN))
        yield from (f"{filters[0]}/{query}" for query in _filtered(page)(known))

    return asks


def _rest(*rest: str) -> Asks:
    """These addresses and no others."""
    return lambda _known: iter([*rest, *(f"{one}?ids=1" for one in rest[:1])])


def _figures(known: Known) -> Iterator[str]:
    yield from _once(known)
    yield from (f"?on={day}" for day in ("2018-06-01", "2021-03", "2022", "2199", "x"))


def _pictures(known: Known) -> Iterator[str]:
    yield from (f"{picture}.jpg" for picture in known.pictures)
    yield f"{'0' * 64}.jpg"


# Name of the route -> (where its addresses begin, what to ask after that).
TABLE: dict[str, tuple[str, Asks]] = {
    "root": ("/", _once),
    "photo": ("/media/", _pictures),
    "home": ("/{language}/", _once),
    "about": ("/{language}/about/", _once),
    "persons": ("/{language}/persons/", _list("persons")),
    "person": ("/{language}/persons/", _each("person")),
    "embed": ("/{language}/persons/embed/", _filtered("persons")),
    "label": ("/{language}/persons/", _labels),
    "cases": ("/{language}/cases/", _list("cases")),
    "case": ("/{language}/cases/", _each("case")),
    "hearings": ("/{language}/hearings/", _list("hearings")),
    "persons-by": ("/{language}/persons/by/", _by("persons", "court", "judge", "place", "region", "stage", "q")),
    "cases-by": ("/{language}/cases/by/", _by("cases", "court", "provision", "kind", "opened_from")),
    "hearings-by": ("/{language}/hearings/by/", _by("hearings", "court", "kind", "when")),
    "courts": ("/{language}/courts/", _once),
    "courts-entry": ("/{language}/courts/", _each("court")),
    "places": ("/{language}/places/", _once),
    "places-entry": ("/{language}/places/", _each("facility")),
    "provisions": ("/{language}/provisions/", _once),
    "provisions-entry": ("/{language}/provisions/", _each("provision")),
    "methodology": ("/{language}/about/methodology/", _once),
    "figures": ("/{language}/figures/", _figures),
    "counter": ("/{language}/figures/counter/", _once),
    "figures-table": (
        "/{language}/figures/",
        _rest(*(f"{table}.csv{on}" for table in FIGURES for on in ("", "?on=2018-06-01", "?on=2022"))),
    ),
    "data": ("/{language}/data/", _once),
    "manifest": ("/data/", _rest("manifest.json")),
    "data-file": ("/data/", _rest(*(f"{page}.{form}" for page in LISTS for form in ("csv", "jsonl", "sql")))),
    "health": ("/", _rest("health")),
    "robots": ("/", _rest("robots.txt")),
    "sitemap-index": ("/", _rest("sitemap.xml")),
    "sitemap": ("/", _rest("sitemap-1.xml", "sitemap-2.xml", "sitemap-9999.xml")),
    "calendar": ("/{language}/hearings.ics", _filtered("hearings")),
    "persons-feed": ("/{language}/persons.atom", _filtered("persons")),
    "cases-feed": ("/{language}/cases.atom", _filtered("cases")),
    "openapi": ("/api/v1/", _rest("openapi.json")),
    "api-persons": ("/api/v1/persons", _api("persons")),
    "api-cases": ("/api/v1/cases", _api("cases")),
    "api-hearings": ("/api/v1/hearings", _api("hearings")),
    "api-persons-single": ("/api/v1/persons/", _singles("person")),
    "api-cases-single": ("/api/v1/cases/", _singles("case")),
    "api-hearings-single": ("/api/v1/hearings/", _singles("hearing")),
    "persons-csv": ("/{language}/persons.csv", _filtered("persons")),
    "persons-jsonl": ("/{language}/persons.jsonl", _filtered("persons")),
    "persons-xlsx": ("/{language}/persons.xlsx", _once),
    "cases-csv": ("/{language}/cases.csv", _filtered("cases")),
    "cases-jsonl": ("/{language}/cases.jsonl", _filtered("cases")),
    "cases-xlsx": ("/{language}/cases.xlsx", _once),
    "hearings-csv": ("/{language}/hearings.csv", _filtered("hearings")),
    "hearings-jsonl": ("/{language}/hearings.jsonl", _filtered("hearings")),
    "hearings-xlsx": ("/{language}/hearings.xlsx", _once),
    **{
        f"{folder}-{form}": (f"/{{language}}/{folder}.{form}", _once)
        for folder in ("courts", "places", "provisions", "judges")
        for form in ("csv", "jsonl", "xlsx")
    },
    "judges": ("/{language}/judges/", _once),
    "judges-entry": ("/{language}/judges/", _each("official")),
}


def filter_names(page: str) -> list[str]:
    """Every parameter that a list declares."""
    from cases.public_site.filters.case_filters import CaseFilterSet
    from cases.public_site.filters.hearing_filters import HearingFilterSet
    from cases.public_site.filters.person_filters import PersonFilterSet

    return sorted({"persons": PersonFilterSet, "cases": CaseFilterSet, "hearings": HearingFilterSet}[page].known())


def public_routes() -> list[str]:
    """The names of every route of the public site."""
    return [str(pattern.name) for pattern in _leaves(get_resolver("casetracker.urls_public"))]


def _leaves(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _leaves(pattern)
        else:
            yield pattern


def requests(known: Known, languages: tuple[str, ...] = LANGUAGES, only: tuple[str, ...] = ()) -> Iterator[Ask]:
    """What is asked of every route, or of `only` some: each address in each language, and some in other ways."""
    for name, (start, asks) in TABLE.items():
        if only and name not in only:
            continue
        spoken = languages if "{language}" in start else ("",)
        for language in spoken:
            addresses = list(dict.fromkeys(start.replace("{language}", language) + rest for rest in asks(known)))
            yield from (Ask(address, route=name) for address in addresses)
        for method in ("HEAD", "OPTIONS", "POST", "PUT"):
            yield Ask(addresses[0], method)
        yield Ask(addresses[0], headers=(("Accept", "application/json"), ("Accept-Language", "be")))
        yield Ask(addresses[0], headers=(("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"),))
        yield Ask(addresses[0], headers=(("If-None-Match", '"0"'), ("Cookie", f"a={name}")))
    yield from (Ask(f"/{part}") for part in ("admin/", "api/", "static/../manage.py", "en", ".git/config"))


def some_of(asks: Iterable[Ask]) -> Iterator[Ask]:
    """The first requests to each route and every sixth of the others."""
    asked: dict[str, int] = {}
    for ask in asks:
        asked[ask.route] = asked.get(ask.route, 0) + 1
        if asked[ask.route] < 5 or asked[ask.route] % 6 == 0:
            yield ask
