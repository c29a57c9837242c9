"""Jurisdiction check: a court of another country than the law of the case is usually a mistake, and needs confirmation."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class TriedInCourt:
    """Mixin for a case, hearing or sentence. `court_is_meant`: the user confirmed that the foreign court is correct."""

    court: Any
    court_id: int | None
    court_is_meant = False

    @property
    def case_tried(self) -> Any:
        """The case whose law applies; None if it is not chosen yet."""
        raise NotImplementedError

    def court_question(self) -> str:
        """The question about a court of another country, unless the case itself has that court; "" otherwise."""
        case = self.case_tried
        if self.court_id is None or case is None or not case.jurisdiction_id:
            return ""
        if self.court.country_id == case.jurisdiction.country_id or (
            case is not self and case.court_id == self.court_id
        ):
            return ""
        return _("The court lies in another country than the law of the case: %(court)s (%(country)s), %(law)s.") % {
            "court": self.court, "country": self.court.country, "law": case.jurisdiction,
        }  # fmt: skip

    def check_saved(self, names: Collection[str]) -> None:
        """Raise ValidationError for such a court unless it is confirmed."""
        super().check_saved(names)  # type: ignore[misc]
        if not self.court_is_meant and {"court", "jurisdiction"} & set(names) and (question := self.court_question()):
            raise ValidationError({"court": question})
