"""What `easel app` serves: the pages of app/main.py, what is painted before they are there, and, where people sign in,
the door before them.

Streamlit finds the ASGI application below in the script that it is started with.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app import first_paint, left_page
from app.people import mode, web

_signing_in = mode.in_force()
left_page.install()

app = st.App(
    Path(__file__).with_name("main.py"),
    routes=web.routes(_signing_in),
    middleware=[*web.middleware(_signing_in), *first_paint.middleware()],
)
