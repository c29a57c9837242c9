"""The JSON API, version 1: the documents behind pages and files, with the same filters as the pages."""
