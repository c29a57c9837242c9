"""From rows of the register to documents: plain dicts that pages, files and the API are made of.

A document holds codes, dates as {edtf, lower, upper} and reference values with their names in every language; it is the
same for every reader. cases.register.showing puts it into the words of one language.
"""
