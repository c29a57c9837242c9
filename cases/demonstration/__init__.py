"""Demonstration data: the founding case, from a public article, and invented people who say that they are invented.

The records are written down in `cases/demonstration/files` and enter through the same verbs that staff use.
"""
