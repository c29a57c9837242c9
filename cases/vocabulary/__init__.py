"""The words of the field, each written once: what a choice is called in the database and how people read it.

The private records and the public register both need these words, and neither may import the other; so they
stand here, knowing nothing but Django. Codes are stored and published; labels are translated when shown.
Sources: HURIDOCS micro-thesauri, the tables that monitors of Belarus, Russia and Myanmar publish.
"""

from cases.vocabulary.deprivation import CustodyEnd, CustodyKind, FacilityKind, ViolationKind
from cases.vocabulary.evidence import Reliability, SourceKind, Stance
from cases.vocabulary.penalties import Addition, Instance, PenaltyKind, Regime
from cases.vocabulary.people import (
    ConsentAnswer,
    ConsentScope,
    Gender,
    Language,
    NameKind,
    NameOrder,
    OrganisationKind,
    RecognitionStatus,
    Script,
)
from cases.vocabulary.proceedings import (
    CaseKind,
    ChargeStatus,
    CourtLevel,
    HearingKind,
    HearingOutcome,
    OffenceStage,
    OfficialRole,
    Openness,
    Stage,
)

__all__ = [
    "Addition",
    "CaseKind",
    "ChargeStatus",
    "ConsentAnswer",
    "ConsentScope",
    "CourtLevel",
    "CustodyEnd",
    "CustodyKind",
    "FacilityKind",
    "Gender",
    "HearingKind",
    "HearingOutcome",
    "Instance",
    "Language",
    "NameKind",
    "NameOrder",
    "OffenceStage",
    "OfficialRole",
    "Openness",
    "OrganisationKind",
    "PenaltyKind",
    "RecognitionStatus",
    "Regime",
    "Reliability",
    "Script",
    "SourceKind",
    "Stage",
    "Stance",
    "ViolationKind",
]
