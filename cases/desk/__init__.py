"""What is due: the first page after sign-in, the agenda, series of hearings, terms and warnings, the digest, letters.

Pages and pure functions over the private records; it writes nothing but what a verb of the records writes.
"""
