"""Where a person or case stands on its way to the public: in the list, as a filter, and on its page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.admin.columns import badge
from cases.review import states
from cases.review.models import Snapshot, Status

ENDED = (Status.WITHDRAWN, Status.RETRACTED, Status.SUPERSEDED)


class PublicationFilter(admin.SimpleListFilter):
    """By the newest submission; "public" by there being an approved one."""

    title = _("publication")
    parameter_name = "publication"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (states.NEVER_SUBMITTED, _("never submitted")),
            (states.PENDING, _("waits for review")),
            (states.PUBLIC, _("public")),
            (states.RETURNED, _("returned")),
            (states.WITHDRAWN, _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        code = self.value()
        if code not in dict(self.lookup_choices):
            return queryset
        own = Snapshot.objects.filter(**{queryset.model.noun(): OuterRef("pk")})
        approved = Snapshot.objects.filter(status=Status.APPROVED, **{f"{queryset.model.noun()}__isnull": False})
        public = queryset.filter(pk__in=approved.values(queryset.model.noun()))
        if code == states.PUBLIC:
            return public
        queryset = queryset.annotate(newest=Subquery(own.order_by("-pk").values("status")[:1]))
        if code == states.NEVER_SUBMITTED:
            return queryset.filter(newest__isnull=True)
        if code == states.WITHDRAWN:
            return queryset.filter(newest__in=ENDED).exclude(pk__in=public.values("pk"))
        return queryset.filter(newest=code)


class PublishedList(ChangeList):
    """A list whose rows know their state, read at once for the page that is shown."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page's rows, then all their states."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        known = states.states_of(self.result_list)
        for record in self.result_list:
            record.publication = known[record.pk]


class PublishedRecord:
    """For the admins of persons and cases."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that reads the states."""
        return PublishedList

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        """The filters, the publication first."""
        return (PublicationFilter, *super().get_list_filter(request))  # type: ignore[misc]

    def allowed_lookups(self) -> set[str]:
        """With the filter by publication."""
        return {PublicationFilter.parameter_name, *super().allowed_lookups()}  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, told where the record stands."""
        record = kwargs.get("obj")
        if record is not None:
            # As it is stored: what was typed just now may be no date at all.
            context["publication"] = states.state_of(type(record)._base_manager.get(pk=record.pk))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    @admin.display(description=_("publication"))
    def state(self, record: Any) -> SafeString:
        """The state of one row of the list."""
        state = record.publication
        return badge(state.label, f"state-{state.code}")
