"""Taking in lists in the admin: upload, columns, preview, decisions, and what became of it."""

from cases.spreadsheets.pages import import_results, mapping_pages

__all__ = ["import_results", "mapping_pages"]
