"""Training of the trees that tell where paragraphs end: pages, examples, files."""
