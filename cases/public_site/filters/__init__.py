"""Filters of the lists: one FilterSet per list, shared by its pages, files, feeds and the API."""
