"""Many people in a real browser: the first link, an administrator, an invited viewer who predicts and may not build."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.service import Service
from benchmarks.server.process import free_port
from tests.browser.apps import wait_for
from tests.servers.identity import identity_provider

OpenPage = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def signed_app(home: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """`easel app` as others can reach it: its address here, and what it has said so far."""
    port, log = free_port(), home / "app.log"
    environ = {**os.environ, "EASEL_HOME": str(home / "easel"), "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app.cli", "app", "--host", "0.0.0.0", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=home, env=environ, stdout=out, stderr=out)
        try:
            address = f"http://localhost:{port}"
            wait_for(address, process, log)
            yield address, lambda: log.read_text(encoding="utf-8")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def link_in(said: Callable[[], str], page: Page) -> str:
    """The link on the terminal, which comes just after the address."""
    for _ in range(100):
        if found := re.search(r"/welcome/\S+", said()):
            return found.group()
        page.wait_for_timeout(100)
    raise AssertionError(said())


def come_in(page: Page, name: str = "") -> None:
    """Fill in the page of a link."""
    if name:
        page.get_by_label("Name").fill(name)
    page.get_by_label("Password, at least").fill(PASSWORD)
    page.get_by_label("The password once more").fill(PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_selector(".st-key-topbar")


def test_from_the_first_link_to_a_viewer_who_predicts(open_page: OpenPage, tmp_path: Path) -> None:
    service = Service(tmp_path / "easel")
    model = service.open_bundle(ROOT / "tests" / "golden" / "format_1_binary.zip")
    service.store.close()
    with signed_app(tmp_path) as (address, said):
        admin = open_page(address=address)
        page: Page = admin.page
        page.goto(f"{address}/models")
        expect(page).to_have_url(f"{address}/sign-in?next=%2Fmodels")
        faultless(page)
        page.goto(address + link_in(said, page))
        come_in(page, "Ann Example")
        page.reload()
        page.wait_for_selector(".st-key-topbar")
        expect(page.get_by_role("link", name="People", exact=True)).to_be_visible()
        link = invite(admin, "vera@example.com")
        for path in ("/people", "/projects", "/audit", "/account"):
            faultless(admin.visit(path))
        viewer = open_page(390, 844, dark=True, address=address)
        predicts_but_does_not_build(viewer, address + link, model.id)
        page.goto(f"{address}/audit")
        for words in ("vera@example.com", "Predicted", "Signed in", "Changed people"):
            expect(page.get_by_role("table", name="Audit list")).to_contain_text(words)
        deactivated(admin, viewer)
        assert admin.strangers == viewer.strangers == []


def faultless(page: Page) -> None:
    """axe-core finds nothing that is serious or worse."""
    page.wait_for_timeout(500)
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    serious = [(one["id"], one["nodes"][0]["target"]) for one in found if one["impact"] in ("serious", "critical")]
    assert not serious, f"{page.url}: {serious}"


def invite(window: Any, name: str) -> str:
    """The path of the link for somebody new."""
    page: Page = window.visit("/people")
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Name or e-mail address").press("Enter")
    page.get_by_role("button", name="Make the link").click()
    code = page.locator('[data-testid="stCode"]')
    expect(code).to_contain_text("/welcome/")
    found = re.search(r"/welcome/[\w-]+", code.inner_text())
    assert found is not None
    return found.group()


def predicts_but_does_not_build(window: Any, link: str, model_id: str) -> None:
    page: Page = window.page
    page.goto(link)
    come_in(page)
    expect(page.get_by_role("button", name="Import a table")).to_be_disabled()
    expect(page.get_by_role("link", name="People", exact=True)).to_have_count(0)
    window.fits()
    window.visit(f"/build?model={model_id}")
    expect(page.get_by_role("heading", name="Building is not for your role here")).to_be_visible()
    faultless(page)
    window.visit("/people")
    expect(page.get_by_role("heading", name="People is not for your role here")).to_be_visible()
    window.visit(f"/predict?model={model_id}")
    expect(page.get_by_text("The answer", exact=False).or_(page.locator('[class*="answer"]')).first).to_be_visible()


def deactivated(admin: Any, viewer: Any) -> None:
    """Who may not sign in any more is out with the next click."""
    page: Page = admin.visit("/people")
    row = page.locator('[class*="st-key-row_person_"]').filter(has_text="vera@example.com")
    row.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Do not let sign in").click()
    expect(page.get_by_text("May not sign in", exact=True)).to_be_visible()
    viewer.page.wait_for_timeout(2_500)
    viewer.page.get_by_role("link", name="Models", exact=True).first.click()
    expect(viewer.page).to_have_url(re.compile(r"/sign-in\?next="))


SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a long secret that only this test knows"
client_id = "easel"
client_secret = "secret"
server_metadata_url = "{provider}"
"""


def test_an_identity_provider_says_who_somebody_is(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setattr(sys.modules[__name__], "free_port", lambda: port)
    with identity_provider() as provider:
        (tmp_path / ".streamlit").mkdir()
        secrets = SECRETS.format(address=f"http://localhost:{port}", provider=provider.metadata_url)
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets)
        with signed_app(tmp_path) as (address, said):
            provider.claims = {"email": "ann@example.com", "email_verified": True}
            page: Page = open_page(address=address).page
            page.goto(address + link_in(said, page))
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("link", name="People", exact=True)).to_be_visible()
            page.reload()
            expect(page.get_by_role("link", name="People", exact=True)).to_be_visible()
            provider.claims = {"email": "mallory@example.com", "email_verified": True}
            other: Page = open_page(address=address).page
            other.goto(address)
            other.get_by_role("button", name="Sign in").click()
            expect(other.get_by_text("nobody has let you in here yet")).to_be_visible()
            Service(tmp_path / "easel").invite("Mallory@example.com", "viewer", ("p_home",))
            other.wait_for_timeout(2_500)
            other.reload()
            expect(other.get_by_role("button", name="Import a table")).to_be_disabled()
