"""Order -> paragraphs: how neighbours meet, what is a heading or an aside, and the steps."""
