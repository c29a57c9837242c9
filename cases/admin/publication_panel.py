"""Publication status of a person or case: list column, filter, and panel on its page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.models.badges import badge
from cases.review import publication_status
from cases.review.models import Snapshot, Status

ENDED = (Status.WITHDRAWN, Status.RETRACTED, Status.SUPERSEDED)


class PublicationFilter(admin.SimpleListFilter):
    """Filter by the status of the newest submission; "public" means that an approved one exists."""

    title = _("publication")
    parameter_name = "publication"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (publication_status.NEVER_SUBMITTED, _("never submitted")),
            (publication_status.PENDING, _("awaiting review")),
            (publication_status.PUBLIC, _("public")),
            (publication_status.RETURNED, _("returned")),
            (publication_status.WITHDRAWN, _("unpublished")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        code = self.value()
        if code not in dict(self.lookup_choices):
            return queryset
        snapshots = Snapshot.objects.filter(**{queryset.model.noun(): OuterRef("pk")})
        approved = Snapshot.objects.filter(status=Status.APPROVED, **{f"{queryset.model.noun()}__isnull": False})
        public = queryset.filter(pk__in=approved.values(queryset.model.noun()))
        if code == publication_status.PUBLIC:
            return public
        queryset = queryset.annotate(newest=Subquery(snapshots.order_by("-pk").values("status")[:1]))
        if code == publication_status.NEVER_SUBMITTED:
            return queryset.filter(newest__isnull=True)
        if code == publication_status.WITHDRAWN:
            return queryset.filter(newest__in=ENDED).exclude(pk__in=public.values("pk"))
        return queryset.filter(newest=code)


class PublishedList(ChangeList):
    """Change list whose rows have their status, loaded together for the shown page."""

    def get_results(self, request: HttpRequest) -> None:
        """Load the page's rows, then all their statuses."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        states = publication_status.states_of(self.result_list)
        for record in self.result_list:
            record.publication = states[record.pk]


class PublishedRecord:
    """Mixin for the admins of persons and cases."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the change list that loads the statuses."""
        return PublishedList

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        """Put the publication filter first."""
        return (PublicationFilter, *super().get_list_filter(request))  # type: ignore[misc]

    def allowed_lookups(self) -> set[str]:
        """Add the publication filter."""
        return {PublicationFilter.parameter_name, *super().allowed_lookups()}  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Render the page with the status of the record."""
        record = kwargs.get("obj")
        if record is not None:
            # As stored: what was just typed may not be a valid date.
            context["publication"] = publication_status.state_of(type(record)._base_manager.get(pk=record.pk))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    @admin.display(description=_("publication"))
    def state(self, record: Any) -> SafeString:
        """Status of one row of the list."""
        state = record.publication
        return badge(state.label, f"state-{state.code}")
