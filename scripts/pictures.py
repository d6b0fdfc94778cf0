"""Takes the pictures of the README from the running app, with its own sample: python scripts/pictures.py [ADDRESS].

The app must be running (`make run`), with chromium and Playwright installed. A quick build is started and watched, so
this takes about two minutes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH, HEIGHT = 1440, 900
PHONE_WIDTH, PHONE_HEIGHT = 390, 844
LIVE_MS = 30_000
BUILT_MS = 180_000
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def main(address: str) -> None:
    """Walks the main path once and takes a picture of every page on it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = _window(browser)
        page.goto(address)
        take(page, "home")
        page.get_by_role("button", name="Which customers will leave?").click()
        page.wait_for_url(re.compile(r"/build\?model="))
        page.get_by_text("ExitReason gives the answer away").wait_for()
        take(page, "build")
        page.locator('[class*="st-key-fix_leakage"] button').click()
        page.get_by_text("Left out: ExitReason.").wait_for()
        page.get_by_role("button", name="Start quick build").click()
        page.wait_for_url(re.compile(r"version="))
        page.wait_for_timeout(LIVE_MS)
        take(page, "live", whole=True)
        page.wait_for_url(re.compile(r"/analyze\?"), timeout=BUILT_MS)
        page.locator(".headline").wait_for()
        take(page, "analyze", whole=True)
        analyze = page.url
        page.locator(".st-key-model_tabs").get_by_role("link", name="Predict").click()
        page.locator(".waterfall").wait_for()
        take(page, "predict", whole=True)
        others(browser, address, analyze, page.url)
        browser.close()


def others(browser: Browser, address: str, analyze: str, predict: str) -> None:
    """The same pages in the dark and on a phone."""
    dark = _window(browser, dark=True)
    dark.goto(analyze)
    dark.locator(".headline").wait_for()
    take(dark, "analyze-dark", whole=True)
    phone = _window(browser, PHONE_WIDTH, PHONE_HEIGHT)
    for name, url in (("home-phone", address), ("predict-phone", predict)):
        phone.goto(url)
        take(phone, name)


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Writes docs/pictures/NAME.png when the page is drawn; `whole` shows all of it, not only the first screen."""
    page.wait_for_selector(".st-key-topbar")
    page.wait_for_selector(SETTLED)
    page.locator('[data-testid="stToast"]').wait_for(state="hidden")
    page.wait_for_timeout(1_500)
    size = page.viewport_size or {"width": WIDTH, "height": HEIGHT}
    if whole:
        height = page.locator('[data-testid="stMain"]').evaluate("(node) => node.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], int(height))})
        page.wait_for_timeout(800)
    page.screenshot(path=str(FOLDER / f"{name}.png"))
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    print(f"docs/pictures/{name}.png")


def _window(browser: Browser, width: int = WIDTH, height: int = HEIGHT, *, dark: bool = False) -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    ).new_page()
    page.set_default_timeout(30_000)
    return page


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501")
