"""Editions on the side that makes them: building, signing, pushing, comparing."""
