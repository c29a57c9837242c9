"""Formats of dates in Russian."""
