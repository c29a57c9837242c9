"""The records of the tests of review, brought to the public here."""

from tests.cases.review.conftest import approved, whole_case, whole_person

__all__ = ["approved", "whole_case", "whole_person"]
