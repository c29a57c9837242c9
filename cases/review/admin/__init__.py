"""The reviewers' pages: they show and ask; the verbs in cases.review.transitions decide."""

from cases.review.admin import queue

__all__ = ["queue"]
