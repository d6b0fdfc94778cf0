"""How long the app takes to answer, in a real browser."""
