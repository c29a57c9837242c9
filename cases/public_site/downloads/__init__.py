"""Lists as files: CSV, JSON Lines, XLSX. The same filters and documents as the pages; columns are declared explicitly."""
