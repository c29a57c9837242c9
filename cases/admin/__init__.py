"""Entry of records in Django's admin, one module a noun: a module declares; a tool of several steps is a function."""

from cases.admin import case, defendant, hearing, intake, lists, person, reference, rules, sentence, source, violation

__all__ = [
    "case", "defendant", "hearing", "intake", "lists", "person", "reference", "rules", "sentence", "source", "violation",
]  # fmt: skip
