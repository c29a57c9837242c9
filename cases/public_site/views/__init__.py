"""The pages: each view runs queries, calls a presenter and renders a template."""
