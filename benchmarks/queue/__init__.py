"""How much the queue itself costs, and whether pages stay quick while it is busy."""
