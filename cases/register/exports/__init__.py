"""Lists as files: CSV, JSON Lines, XLSX. The same filters as the pages, the same documents, columns named one by one."""
