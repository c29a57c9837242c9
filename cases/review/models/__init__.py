"""Models of the app "review": submissions and the decisions about them, consent, and lists that are reviewed as tables."""

from cases.review.models.consent_rules import (
    BasisKind,
    ConsentCheck,
    ConsentNeed,
    ConsentRule,
    Lapse,
    PublicationBasis,
    PublishedScope,
)
from cases.review.models.list_reviews import ListDecision, ListReview, ListReviewItem, ListShape
from cases.review.models.submissions import (
    DO_NOT_PUBLISH,
    Author,
    KeptTicks,
    Mention,
    OpenWarning,
    Outstanding,
    Picture,
    Snapshot,
    SnapshotQuerySet,
    Status,
    Unpublication,
    UnpublicationQuerySet,
    UnpublishReason,
)

__all__ = [
    "DO_NOT_PUBLISH",
    "Author",
    "BasisKind",
    "ConsentCheck",
    "ConsentNeed",
    "ConsentRule",
    "KeptTicks",
    "Lapse",
    "ListDecision",
    "ListReview",
    "ListReviewItem",
    "ListShape",
    "Mention",
    "OpenWarning",
    "Outstanding",
    "Picture",
    "PublicationBasis",
    "PublishedScope",
    "Snapshot",
    "SnapshotQuerySet",
    "Status",
    "Unpublication",
    "UnpublicationQuerySet",
    "UnpublishReason",
]
