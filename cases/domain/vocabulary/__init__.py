"""The vocabulary: codes of choices in the database and their labels, each defined once.

The private records and the public register both need them, and neither may import the other; therefore they are here and depend
only on Django. Codes are stored and published; labels are translated when shown. Sources: HURIDOCS micro-thesauri, the tables
published by monitors of Belarus, Russia and Myanmar.
"""

from cases.domain.vocabulary.case_terms import (
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
from cases.domain.vocabulary.custody_terms import CustodyEnd, CustodyKind, FacilityKind, ViolationKind
from cases.domain.vocabulary.penalty_terms import Addition, Instance, PenaltyKind, Regime
from cases.domain.vocabulary.person_terms import (
    ConsentAnswer,
    ConsentGiver,
    ConsentScope,
    Gender,
    Language,
    NameKind,
    NameOrder,
    OrganisationKind,
    RecognitionStatus,
    Script,
)
from cases.domain.vocabulary.source_terms import Reliability, SourceKind, Stance

__all__ = [
    "Addition",
    "CaseKind",
    "ChargeStatus",
    "ConsentAnswer",
    "ConsentGiver",
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
