"""The first page, and the way to it."""

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from cases.register import addresses, kept, small
from cases.register.filters.base import cleaned
from cases.register.index import person_index
from cases.register.languages import DEFAULT, LANGUAGES
from cases.register.models import Published
from cases.register.reading import stored
from cases.register.showing import case as case_words
from cases.register.status import Status
from cases.register.views import cards
from cases.register.views.hearings import coming_hearings
from cases.register.views.page import show

NEWEST = 6


def root(request: HttpRequest) -> HttpResponse:
    """Send to the first page in the site's first language. No guess from the reader's browser: it would be noted by caches."""
    cleaned(request.GET, {})
    language = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in LANGUAGES else DEFAULT
    return HttpResponseRedirect(addresses.page(language))


@kept.whole(20)
def home(request: HttpRequest, language: str) -> HttpResponse:
    """What this is, how much there is of it, what came last, and the search box."""
    cleaned(request.GET, {})
    index = person_index()
    totals = dict(Published.objects.values_list("noun").annotate(Count("id")))
    statuses = index.counts("status", index.everyone)
    newest = index.page(index.everyone, "newest", 0, NEWEST)
    case_ids = list(Published.objects.filter(noun="case").order_by("-first_on", "id").values_list("id", flat=True)[:3])
    found = stored.cases(case_ids)
    return show(
        request,
        "home",
        language,
        "",
        people=small.words(index.size),
        cases=small.words(totals.get("case", 0)),
        in_custody=small.words(statuses.get(Status.IN_CUSTODY, 0)),
        released=small.words(statuses.get(Status.RELEASED, 0)),
        died=small.words(statuses.get(Status.DIED, 0)),
        newest=cards.of_people(newest, language),
        newest_cases=[case_words.card(found[one], language) for one in case_ids if one in found],
        hearings=coming_hearings(language),
    )
