"""Look-up of reference data by the names in the files: a court by its name, a provision as "BY-CC 361-1 3"."""

from collections.abc import Callable
from functools import cache

from cases.models import (
    Code,
    Country,
    Court,
    Facility,
    Jurisdiction,
    Occupation,
    Organisation,
    Provision,
    Record,
    Region,
)
from cases.reference.stable_ids import fixed_id

NAMED_BY: dict[type[Record], str] = {
    Country: "code",
    Region: "name_en",
    Occupation: "name_en",
    Organisation: "name_en",
    Jurisdiction: "name_en",
    Court: "name_en",
    Facility: "code",
}


class NotThere(Exception):
    """Raised if a file names something that is not in the database; the text is a sentence."""


def finder() -> Callable[[type[Record], str], Record]:
    """Return a cached function from a model and a name to its reference record: one query for each name.

    The function raises NotThere.
    """
    return cache(find)


def find(model: type[Record], name: str) -> Record:
    """Return the reference record called `name`. Raises NotThere."""
    if model is Provision:
        record: Record | None = _provision(name)
    elif model in NAMED_BY:
        record = model._base_manager.filter(**{NAMED_BY[model]: name}).first()
    else:
        record = None
    if record is None:
        raise NotThere(f"There is no {model._meta.verbose_name} “{name}”. Load the reference data first.")
    return record


def _provision(name: str) -> Provision | None:
    """Find "BY-CC 361-1 3": code as in codes.csv, article, part if known; the last of several editions."""
    code, article, *part = name.split(" ")
    editions = Provision.objects.filter(
        code=Code.objects.filter(public_id=fixed_id("code", code)).first(), article=article, part=" ".join(part)
    ).select_related("code")
    return editions.order_by("valid_from_edtf").last()
