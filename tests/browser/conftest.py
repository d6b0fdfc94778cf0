"""A browser and the real app: `easel app` on a free port, with a home folder of its own and its workers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from app.records import ModelView
from app.service import Service
from benchmarks.server.process import free_port
from tests.app.people import people_csv
from tests.browser.apps import running_app

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE_MS = 20_000
BUILT_S = 90.0
# Streamlit looks for its base path below the address of a sub-page; both are answered by 404 and are harmless.
KNOWN_404 = ("/_stcore/health", "/_stcore/host-config")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser, started once a file: while it runs, other tests of this process could not use asyncio."""
    if not CHROMIUM.exists():
        pytest.skip(f"There is no chromium at {CHROMIUM}; browser tests need one (Debian: apt-get install chromium).")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def app_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the running app keeps everything."""
    return tmp_path_factory.mktemp("home") / "easel"


@pytest.fixture(scope="session")
def app(app_home: Path) -> Iterator[str]:
    """The address of a running app; what it says on its terminal is shown when it does not start."""
    if not CHROMIUM.exists():
        pytest.skip(f"There is no chromium at {CHROMIUM}; browser tests need one (Debian: apt-get install chromium).")
    with running_app(app_home.parent, free_port()) as running:
        yield running.address


@pytest.fixture(scope="session")
def service(app: str, app_home: Path) -> Iterator[Service]:
    """What the running app keeps, for what a test need not do by hand, and for what it wants to know."""
    assert app  # its workers do the work
    opened = Service(app_home)
    yield opened
    opened.store.close()


@pytest.fixture(scope="session")
def people(service: Service) -> ModelView:
    """A model of 240 customers, 'Who leaves', with one version that was built within seconds; what is changed about it
    is changed for every test."""
    made = service.create_model(service.import_file(("people.csv", people_csv())).id, name="Who leaves")
    service.update_model(made.id, target="left", algorithms=["linear"])
    job = service.start_build(made.id, 20.0, candidates=1)
    deadline = time.monotonic() + BUILT_S
    while not service.job(job.id).is_over and time.monotonic() < deadline:
        time.sleep(0.2)
    assert service.job(job.id).state == "done", service.job(job.id).error
    return service.model(made.id)


@dataclass
class Watched:
    """A page of the app, with every request that left the host and every error of the console but the known ones."""

    page: Page
    address: str
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def visit(self, path: str = "/") -> Page:
        """Go to a path of the app and wait until its page is drawn."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector(".st-key-topbar")
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        return self.page

    def fits(self) -> None:
        """Nothing on the page is wider than the window; what is being drawn gets a moment to settle."""
        self.page.wait_for_function(
            "main => { const at = document.querySelector(main); return at && at.scrollWidth <= at.clientWidth; }",
            arg='[data-testid="stMain"]',
        )


@pytest.fixture
def open_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Watched]]:
    """`open_page(width=390, height=844, dark=True)`: a fresh browser window on the app, or on another one's address, of
    a reader of this locale."""
    contexts: list[BrowserContext] = []

    def opened(
        width: int = 1440, height: int = 900, *, dark: bool = False, address: str = "", locale: str = "en-US"
    ) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            timezone_id="Europe/Berlin",
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        watched = Watched(page, address or request.getfixturevalue("app"))
        page.on("request", lambda request: _note_request(watched, request.url))
        page.on("console", lambda message: _note_message(watched, message))
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        return watched

    yield opened
    for context in contexts:
        context.close()


def _note_request(watched: Watched, url: str) -> None:
    own = (watched.address, watched.address.replace("http", "ws", 1), "data:", "blob:")
    if not url.startswith(own):
        watched.strangers.append(url)


def _note_message(watched: Watched, message: ConsoleMessage) -> None:
    where = message.location.get("url", "")
    if message.type == "error" and not ("404" in message.text and where.endswith(KNOWN_404)):
        watched.errors.append(f"{message.text} ({where})")
