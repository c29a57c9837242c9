"""Documents in the words of one language, ready for templates: every choice of wording is made here, none in a template."""
