"""The pages: each view reads, has it put into words, and hands it to a template."""
