"""Models of the app "review": submissions and the decisions about them, and lists that are reviewed as tables."""

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
    "KeptTicks",
    "ListDecision",
    "ListReview",
    "ListReviewItem",
    "ListShape",
    "Mention",
    "OpenWarning",
    "Outstanding",
    "Picture",
    "Snapshot",
    "SnapshotQuerySet",
    "Status",
    "Unpublication",
    "UnpublicationQuerySet",
    "UnpublishReason",
]
