"""The register as FollowTheMoney entities and statements: whole files, made once for an edition beside the others."""

from collections.abc import Iterator

from cases.domain import follow_the_money as ftm
from cases.domain.follow_the_money import ENTITIES, STATEMENTS, Entity
from cases.public_site.downloads.list_files import LISTINGS, documents
from cases.public_site.index import person_index
from cases.public_site.models import PublishedCase

FILES = {
    ENTITIES: (ftm.MEDIA_TYPE, ftm.as_entities),
    STATEMENTS: ("text/csv; charset=utf-8", ftm.as_statements),
}
"""Name -> media type, and how entities are written."""


def entities() -> Iterator[Entity]:
    """Everything public, by public id: persons, then cases, then what many of them share."""
    persons = sorted(person_index().ids)
    cases = list(PublishedCase._base_manager.order_by("id").values_list("id", flat=True))
    return ftm.entities(documents(LISTINGS["persons"], persons), documents(LISTINGS["cases"], cases))
