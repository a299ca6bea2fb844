"""One module a page: each answers with a template."""
