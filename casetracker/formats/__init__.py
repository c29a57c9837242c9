"""Formats of dates on pages for staff: day month year and 24 hours, in every language."""
