"""Which values a reviewer ticks: the check of the ticks. Which come ticked when the page opens is told by comparison.py."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.review.freeze import values_of
from cases.review.value_display import noun_label


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
        raise Refused(_("No values are ticked. Tick at least one, or return the submission."))
    shown = {path.rpartition("/")[0] for path in ticked}
    root = content["root"]
    for row in content["rows"]:
        parent = row["parent"]
        if row["path"] in shown and parent and parent != root and parent not in shown:
            raise Refused(
                _("“%(row)s” has ticked values, but “%(parent)s”, which contains it, has none. Tick a value there too.")
                % {"row": _kind(row["path"]), "parent": _kind(parent)}
            )
    for path in values:
        row, _slash, field = path.rpartition("/")
        if row.startswith("citation/") and field == "about" and row in shown and path not in ticked:
            raise Refused(_("Tick the value that the source applies to as well: “%(row)s”.") % {"row": _kind(row)})
    return sorted(set(values) - set(ticked))


def _kind(row: str) -> str:
    """What staff call a row of this path."""
    return noun_label(row.partition("/")[0])
