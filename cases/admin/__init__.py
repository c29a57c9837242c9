"""Entry of records in Django's admin, one module a noun: a module declares; a tool of several steps is a function."""

from cases.admin import case, defendant, hearing, lists, person, reference, sentence, source

__all__ = ["case", "defendant", "hearing", "lists", "person", "reference", "sentence", "source"]
