"""The reviewers' pages: they show and ask; the verbs in cases.review.transitions decide."""

from cases.review.admin import review_queue

__all__ = ["review_queue"]
