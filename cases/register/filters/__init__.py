"""What lists can be filtered by: one FilterSet a list, used by its pages, files, feeds and the API alike."""
