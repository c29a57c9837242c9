"""Formats of dates in Belarusian."""
