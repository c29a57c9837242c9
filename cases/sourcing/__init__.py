"""Where it comes from: kept files and their types, one source cited on many values at once."""
