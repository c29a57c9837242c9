"""Demonstration data: the founding case, from a public article, and people whose records say that they are invented.

The records are in `cases/demonstration/files` and are entered through the same functions that staff use.
"""
