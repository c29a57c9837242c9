"""Where worlds are kept."""
