"""The JSON API, version 1: the documents that pages and files are made of, with the filters of the pages."""
