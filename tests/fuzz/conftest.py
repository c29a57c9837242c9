"""The public site and what is public on it, as the tests of the register have them."""

from tests.cases.public_site.conftest import approved, public, whole_case, whole_person

__all__ = ["approved", "public", "whole_case", "whole_person"]
