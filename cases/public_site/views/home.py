"""The home page, and the redirect to it."""

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from cases.domain.custody_status import Status
from cases.public_site import addresses, edition_cache, small_cells
from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.index import person_index
from cases.public_site.languages import DEFAULT, LANGUAGES
from cases.public_site.models import Published
from cases.public_site.presenters import case_page as case_words
from cases.public_site.queries import documents
from cases.public_site.views import list_cards
from cases.public_site.views.hearing_views import coming_hearings
from cases.public_site.views.page_context import show

NEWEST = 6


def root(request: HttpRequest) -> HttpResponse:
    """Redirect to the home page in the site's first language. The browser's language is not used: caches
    would record it."""
    cleaned(request.GET, {})
    language = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in LANGUAGES else DEFAULT
    return HttpResponseRedirect(addresses.page(language))


@edition_cache.whole(20)
def home(request: HttpRequest, language: str) -> HttpResponse:
    """The home page: what this is, totals, recent publications, and the search box."""
    cleaned(request.GET, {})
    index = person_index()
    totals = dict(Published.objects.values_list("noun").annotate(Count("id")))
    statuses = index.counts("status", index.everyone)
    newest = index.page(index.everyone, "newest", 0, NEWEST)
    case_ids = list(Published.objects.filter(noun="case").order_by("-first_on", "id").values_list("id", flat=True)[:3])
    by_id = documents.cases(case_ids)
    return show(
        request,
        "home",
        language,
        "",
        people=small_cells.words(index.size),
        cases=small_cells.words(totals.get("case", 0)),
        in_custody=small_cells.words(statuses.get(Status.IN_CUSTODY, 0)),
        released=small_cells.words(statuses.get(Status.RELEASED, 0)),
        died=small_cells.words(statuses.get(Status.DIED, 0)),
        newest=list_cards.of_people(newest, language),
        newest_cases=[case_words.card(by_id[ref], language) for ref in case_ids if ref in by_id],
        hearings=coming_hearings(language),
    )
