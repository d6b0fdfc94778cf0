"""The start script of the web app where people sign in: the pages of app/main.py, and the door before them.

Streamlit finds the ASGI application below and serves it; `easel app` starts this file instead of main.py.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.people import mode, web

app = st.App(
    Path(__file__).with_name("main.py"),
    routes=web.routes(mode.in_force()),
    middleware=web.middleware(mode.in_force()),
)
