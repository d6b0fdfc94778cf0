"""Documents about a model and about a table: sections make plain blocks, which are written as HTML and PDF."""
