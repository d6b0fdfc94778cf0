"""The pages of the web app: `python -m streamlit run app/main.py` (the command `easel app` serves them by served.py).

Theme and server options lie in .streamlit/config.toml beside this file, where Streamlit finds them wherever it was
started from; only port and address are worth a flag.
"""

from __future__ import annotations

import streamlit as st

from app.ui import notation, pages, signed_in, state, theme


def main() -> None:
    """One run: page settings, the reader's notation, style sheet, who asks, then the page that the address names."""
    st.set_page_config(page_icon=str(theme.FAVICON), layout="wide")
    notation.follow(state.locale)
    chosen = pages.navigation()
    theme.apply()
    if signed_in.gate():
        chosen.run()


main()
