"""From rows of the register to documents: plain dicts for pages, files and the API.

A document holds codes, dates as {edtf, lower, upper} and reference values with their names in every language; it is the same
for every reader. cases.public_site.presenters formats it in one language.
"""
