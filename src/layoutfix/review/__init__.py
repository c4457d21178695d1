"""A page in the browser, put right by hand."""
