"""What is public, in tables made for reading. Nothing here is entered: cases.review.publish is the only writer.

The register has no migrations: its schema is made from these models when the file is rebuilt (see cases.review.publish).
Every row carries its `owner`, the public id of the person or case it was approved with, so that a withdrawal takes all of
it away. A row that was not approved is not here; a value that was not approved is empty, exactly as one that is unknown.
"""

from cases.register.models.base import Edition, Published, Reference, Use
from cases.register.models.case import (
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
from cases.register.models.citation import PublishedCitation
from cases.register.models.document import PublishedCard, PublishedDocument, PublishedText
from cases.register.models.finding import PublishedNameNear, PublishedWord
from cases.register.models.person import (
    PublishedCitizenship,
    PublishedCustody,
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
from cases.register.models.rule import PublishedRule

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
