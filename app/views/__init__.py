"""One page each: a module defines one `Page` record (see app/ui/pages.py)."""
