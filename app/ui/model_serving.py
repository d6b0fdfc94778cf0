"""The command lines that put a model behind HTTP."""

from __future__ import annotations

import streamlit as st

from app.ui import parts


def serving_card(name: str) -> None:
    """How the bundle `name` answers other programs: by the command, and in a container."""
    with parts.card("serving"):
        parts.card_title("By HTTP", "Other programs send rows and get answers. Rows are not kept.")
        parts.draw(parts.label_html("Start the server"))
        st.code(f"easel serve {name} --port 8080", language=None, wrap_lines=True)
        parts.draw(parts.label_html("Send it a table"))
        st.code(
            'curl localhost:8080/invocations -H "Content-Type: text/csv" --data-binary @new.csv -o answers.csv',
            language=None,
            wrap_lines=True,
        )
        parts.draw(parts.label_html("In a container, made once by make image-serve"))
        st.code(
            f'docker run -p 8080:8080 -v "$PWD/{name}:/opt/ml/model/model.zip:ro" easel-serve',
            language=None,
            wrap_lines=True,
        )
        parts.caption("Its columns, and a form to try it, are then at http://localhost:8080/docs.")
