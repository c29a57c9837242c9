"""Documents prepared for templates in one language: every choice of wording is made here, none in a template."""
