"""Evidence: stored files and their types, and bulk citation of one source."""
