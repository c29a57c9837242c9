"""Taking in lists in the admin: upload, columns, preview, decisions, and what became of it."""

from cases.admin.lists import batches, mappings

__all__ = ["batches", "mappings"]
