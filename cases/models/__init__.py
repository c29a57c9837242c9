"""The private records. Modules point from the specific to the general: reference <- places, law <- person <- custody
<- case <- proceedings, sources. Nothing here knows of review, of the register or of the admin.
"""

from cases.models.agenda import AgendaLink
from cases.models.base import ChangedMeanwhile, Record, Root
from cases.models.case import Case, CaseSummary, Charge, Defendant
from cases.models.custody import Custody, Violation
from cases.models.evidence import Evidence, MediaType, Obtained
from cases.models.imports import ImportBatch, ImportDraft, ImportMapping, ImportRow, ImportWork, Outcome, Step
from cases.models.intake import Intake, IntakeChannel, IntakeStatus, IntakeUse
from cases.models.law import Code, Jurisdiction, Provision
from cases.models.merging import Merge, MergeStatus
from cases.models.person import (
    Consent,
    NameKey,
    NearKey,
    Person,
    PersonCitizenship,
    PersonName,
    PersonOccupation,
    PersonSummary,
    Recognition,
)
from cases.models.photo import Photo
from cases.models.places import Court, Facility, FacilityAddress
from cases.models.proceedings import Hearing, HearingDefendant, HearingOfficial, Penalty, Sentence
from cases.models.reference import Country, Occupation, Official, Organisation, Region
from cases.models.rules import AppealPeriod, CreditFactor
from cases.models.sources import Citation, Source

__all__ = [
    "AgendaLink",
    "AppealPeriod",
    "Case",
    "CaseSummary",
    "ChangedMeanwhile",
    "Charge",
    "Citation",
    "Code",
    "Consent",
    "Country",
    "Court",
    "CreditFactor",
    "Custody",
    "Defendant",
    "Evidence",
    "Facility",
    "FacilityAddress",
    "Hearing",
    "HearingDefendant",
    "HearingOfficial",
    "ImportBatch",
    "ImportDraft",
    "ImportMapping",
    "ImportRow",
    "ImportWork",
    "Intake",
    "IntakeChannel",
    "IntakeStatus",
    "IntakeUse",
    "Jurisdiction",
    "MediaType",
    "Merge",
    "MergeStatus",
    "NameKey",
    "NearKey",
    "Obtained",
    "Occupation",
    "Official",
    "Organisation",
    "Outcome",
    "Penalty",
    "Person",
    "PersonCitizenship",
    "PersonName",
    "PersonOccupation",
    "PersonSummary",
    "Photo",
    "Provision",
    "Recognition",
    "Record",
    "Region",
    "Root",
    "Sentence",
    "Source",
    "Step",
    "Violation",
]
