"""Bulk citation: one source cited on many values of a person or case, all of the citations or none."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Citation, Root, Source
from cases.models.record import lock_root

MOST_AT_ONCE = 200


def check_may_cite(user: Any) -> None:
    """Raise Refused unless `user` may add citations."""
    if not (user.is_active and user.has_perm("cases.add_citation")):
        raise Refused(_("You don't have permission to cite sources."))


def cited_by(source: Source, root: Root) -> QuerySet[Citation]:
    """Return the citations of `source` on `root`."""
    citations: QuerySet[Citation] = Citation._base_manager.filter(source=source, **{root.noun(): root})
    return citations


def cite(
    *, source: Source, root: Root, citations: Sequence[Citation], paths: Collection[str], seen: int, by: User
) -> None:
    """Save `citations` of `source` on `root` as `by`, in one transaction.

    `paths` are the values that `by` may cite ("" is the whole record); `seen` is the version of `root` that was shown.

    Raises:
        Refused: `by` may not, nothing or too much was chosen, `root` has changed, a value is not in `paths`, or the
            source is already cited on it. Nothing is saved in this case.
    """
    check_may_cite(by)
    if not citations:
        raise Refused(_("Tick at least one value."))
    if len(citations) > MOST_AT_ONCE:
        raise Refused(_("Select at most %(most)s values at once.") % {"most": MOST_AT_ONCE})
    with log.gathered():
        stored = lock_root(root)
        if stored is None or stored.version != seen:
            raise Refused(
                _(
                    "A colleague changed this record while you had it open. Your changes are kept but not "
                    "saved yet: check the values, then save again."
                )
            )
        cited = set(cited_by(source, root).values_list("about", flat=True))
        for citation in citations:
            if citation.about not in paths:
                raise Refused(_("One of the values was deleted. Check the values, then save again."))
            if citation.about in cited:
                raise Refused(_("The source is already cited for one of these values. Change that citation instead."))
            cited.add(citation.about)
            citation.source = source
            setattr(citation, root.noun(), stored)
            citation.save(by=by)
