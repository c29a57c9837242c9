"""A list reviewed as a table: what one reviewer was shown, which submissions were drawn as the sample, what was decided at once.

Kept for good: it says on what an approval of many rests.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import ImportBatch
from cases.review.models.submissions import Snapshot


class ListReview(models.Model):
    """One reviewer at one list. There is one of them, so that nobody draws another sample by beginning again."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    laid_out_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("batch", "reviewer"), name="list_review_once")]

    def __str__(self) -> str:
        return f"{self.batch}, {self.reviewer}"


class ListShape(models.Model):
    """Submissions of a list that hold the same fields of the same records: one table. `slots` are its columns; `chosen` those
    that the reviewer ticked so far."""

    review = models.ForeignKey(ListReview, models.PROTECT, related_name="shapes")
    key = models.CharField(max_length=32)
    noun = models.CharField(max_length=10)
    slots = models.JSONField()
    without_consent = models.BooleanField()
    chosen = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("review", "key"), name="list_shape_once")]

    def __str__(self) -> str:
        return f"{self.review}: {self.key}"


class ListDecision(models.Model):
    """That the submissions of one table were approved at once: which columns, over which digest of what was shown."""

    shape = models.ForeignKey(ListShape, models.PROTECT, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    slots = models.JSONField()
    digest = models.CharField(max_length=64)
    basis = models.TextField(blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.shape}: {self.count}"


class ListReviewItem(models.Model):
    """One submission of the list. Without a `shape` it is opened by itself, for the reasons in `alone`.

    `drawn_at`: it belongs to the sample. `read_at`: the reviewer opened it in full and went on. `outcome` of a decision:
    "approved", or the sentence by which it was refused.
    """

    review = models.ForeignKey(ListReview, models.PROTECT, related_name="items")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    shape = models.ForeignKey(ListShape, models.PROTECT, null=True, related_name="items")
    alone = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    set_aside = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(ListDecision, models.PROTECT, null=True, related_name="items")
    outcome = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=("review", "snapshot"), name="list_item_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(drawn_at__isnull=False), name="list_item_read_is_drawn"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decision__isnull=False), name="list_item_outcome_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.snapshot_id}"
