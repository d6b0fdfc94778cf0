"""A model as one HTML file that answers in the browser: no server, no network, nothing to install."""

from __future__ import annotations

from inference.page.writer import page_html, write_page

__all__ = ["page_html", "write_page"]
