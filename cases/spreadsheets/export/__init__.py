"""Spreadsheets out: `columns` says what of each kind of record, `rows` reads, `files` writes, `taking_out` decides who may."""
