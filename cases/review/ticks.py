"""Which values a reviewer ticks: the check of the ticks. Which come ticked when the page opens is told by comparison.py."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.refusals import Refused
from cases.review.freeze import values_of


def check_ticks(content: Mapping[str, Any], ticked: Collection[str]) -> list[str]:
    """The paths withheld, in order, when `ticked` are approved.

    Raises Refused when nothing is ticked, when a tick names no value of the content, or when a value is ticked whose
    row hangs on one of which nothing is ticked: a charge cannot be public while its defendant is not.
    """
    values = values_of(content)
    unknown = sorted(set(ticked) - set(values))
    if unknown:
        raise Refused(_("“%(path)s” is not a value of this submission.") % {"path": unknown[0]})
    if not ticked:
        raise Refused(_("Nothing is ticked. Return the submission if nothing of it should be public."))
    shown = {path.rpartition("/")[0] for path in ticked}
    root = content["root"]
    for row in content["rows"]:
        parent = row["parent"]
        if row["path"] in shown and parent and parent != root and parent not in shown:
            raise Refused(
                _("Something of “%(row)s” is ticked, but nothing of “%(parent)s” to which it belongs.")
                % {"row": row["path"], "parent": parent}
            )
    for path in values:
        row, _slash, field = path.rpartition("/")
        if row.startswith("citation/") and field == "about" and row in shown and path not in ticked:
            raise Refused(_("What a source is about has to be ticked with what it says: “%(row)s”.") % {"row": row})
    return sorted(set(values) - set(ticked))
