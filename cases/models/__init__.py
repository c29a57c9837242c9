"""The private records. Dependencies go from specific to general modules: reference <- places, law <- person <- custody <- case
<- proceedings, sources. Nothing here imports review, the register or the admin."""

from cases.models.calendar_link import AgendaLink
from cases.models.case import Case, CaseSummary, Charge, Defendant
from cases.models.custody import Custody, Violation
from cases.models.evidence_file import Evidence, MediaType, Obtained
from cases.models.intake import Intake, IntakeChannel, IntakeStatus, IntakeUse
from cases.models.law import Code, Jurisdiction, Provision
from cases.models.legal_rules import AppealPeriod, CreditFactor
from cases.models.list_import import (
    ImportBatch,
    ImportDraft,
    ImportMapping,
    ImportRow,
    ImportWork,
    Outcome,
    Step,
    UnfinishedList,
)
from cases.models.merge import Merge, MergeStatus
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
from cases.models.record import ChangedMeanwhile, Record, Root
from cases.models.reference import Country, Occupation, Official, Organisation, Region
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
    "UnfinishedList",
    "Violation",
]
