"""Staff workspace: start page, agenda, series of hearings, terms and warnings, digest, letters.

Pages and pure functions over the private records; all writes go through the functions of the records.
"""
