"""The forms of the door before the app, and what comes back with them."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request

from app.people.web_page import Field, Form, form_page

MOST_BYTES = 20_000


def sign_in_form(back: str, name: str = "", said: str = "") -> str:
    return form_page(
        Form(
            "Sign in",
            "Easel asks who you are, so that a team can share what it builds.",
            "/sign-in" if back == "/" else f"/sign-in?next={quote(back, safe='')}",
            "Sign in",
            (
                Field("name", "Name", value=name, autocomplete="username"),
                Field("password", "Password", "password", autocomplete="current-password"),
            ),
            said,
            "No account, or the password is lost? An administrator can send you a link.",
        )
    )


def link_form(request: Request, kind: str, name: str, typed: str = "", said: str = "") -> Form:
    titles = {"first": "Welcome to Easel", "invite": "Welcome to Easel", "reset": "A new password"}
    words = {
        "first": "You are the first, and become the administrator: you invite the others and say what they may do.",
        "invite": "You were invited. Choose a password, and you are in.",
        "reset": "Choose a new password. You are signed out everywhere else.",
    }
    return Form(
        titles[kind],
        words[kind],
        request.url.path,
        "Come in" if kind != "reset" else "Set the password",
        (
            Field("name", "Name", value=name or typed, autocomplete="username", known=bool(name)),
            Field("password", "Password, at least 10 characters", "password", autocomplete="new-password"),
            Field("again", "The password once more", "password", autocomplete="new-password"),
        ),
        said,
    )


async def typed_fields(request: Request) -> dict[str, str]:
    """The fields of a form; one that is far too long counts as empty."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return {}
    found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: values[0] for name, values in found.items()}


def is_own(request: Request) -> bool:
    """Whether a form was sent from a page of this address; browsers say so."""
    origin = request.headers.get("origin")
    if origin is not None and origin != "null":
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def back_to(path: str) -> str:
    """Where to go after signing in: a page of this address, never another site."""
    whole = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-", "/welcome/"))
    return path if whole and path.isprintable() and "\\" not in path else "/"


__all__ = ["back_to", "is_own", "link_form", "sign_in_form", "typed_fields"]
