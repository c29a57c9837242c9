"""The public content in tables made for reading. Nothing is entered here: cases.publication.publish is the only writer.

The register has no migrations: its schema is created from these models when the file is rebuilt (see
cases.publication.publish). Every row carries its `owner`, the public id of the person or case it was approved with, so that
unpublishing removes all of its rows. Rows that were not approved are not here; a value that was not approved is empty, exactly
like an unknown one.
"""

from cases.public_site.models.edition_tables import Edition, Published, Reference, Use
from cases.public_site.models.policy_rule import PublishedRule
from cases.public_site.models.published_case import (
    PublishedCase,
    PublishedCaseSummary,
    PublishedCharge,
    PublishedDefendant,
    PublishedHearing,
    PublishedHearingDefendant,
    PublishedHearingOfficial,
    PublishedPenalty,
    PublishedSentence,
)
from cases.public_site.models.published_citation import PublishedCitation
from cases.public_site.models.published_document import PublishedCard, PublishedDocument, PublishedText
from cases.public_site.models.published_person import (
    PublishedCitizenship,
    PublishedCustody,
    PublishedListOrder,
    PublishedName,
    PublishedNameKey,
    PublishedOccupation,
    PublishedPerson,
    PublishedPersonSummary,
    PublishedPhoto,
    PublishedRecognition,
    PublishedRetired,
    PublishedViolation,
)
from cases.public_site.models.search_tables import PublishedNameNear, PublishedWord

__all__ = [
    "Edition",
    "Published",
    "PublishedCard",
    "PublishedCase",
    "PublishedCaseSummary",
    "PublishedCharge",
    "PublishedCitation",
    "PublishedCitizenship",
    "PublishedCustody",
    "PublishedDefendant",
    "PublishedDocument",
    "PublishedHearing",
    "PublishedHearingDefendant",
    "PublishedHearingOfficial",
    "PublishedListOrder",
    "PublishedName",
    "PublishedNameKey",
    "PublishedNameNear",
    "PublishedOccupation",
    "PublishedPenalty",
    "PublishedPerson",
    "PublishedPersonSummary",
    "PublishedPhoto",
    "PublishedRecognition",
    "PublishedRetired",
    "PublishedRule",
    "PublishedSentence",
    "PublishedText",
    "PublishedViolation",
    "PublishedWord",
    "Reference",
    "Use",
]
