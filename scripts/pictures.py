"""Takes the pictures of README.md and docs/pages.md from the running app: python scripts/pictures.py [ADDRESS].

The app must be running (`make run`) on an empty home folder, with chromium and Playwright installed. A quick build is
started and watched, then every page is visited in four windows, wide and narrow, light and dark: about five minutes.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from PIL import Image
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
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
COLOURS = 128  # of a picture, which is a fifth of its bytes
LIVE_MS = 30_000
BUILT_MS = 180_000
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def main(address: str) -> None:
    """Walks the main path once, then visits every page in every window."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        model = built(browser, address)
        for size in SIZES:
            for dark in (False, True):
                page = window(browser, size, dark=dark)
                for name, path, part in stops(model):
                    visit(page, address + path, part)
                    take(page, f"{name}-{size}-{'dark' if dark else 'light'}")
        browser.close()


def built(browser: Browser, address: str) -> str:
    """Builds from the first sample, with pictures on the way; returns what names the model in an address."""
    page, phone = window(browser, "wide"), window(browser, "phone", dark=True)
    page.goto(address)
    page.get_by_role("button", name="Which customers will leave?").click()
    page.wait_for_url(re.compile(r"/build\?model="))
    page.get_by_text("ExitReason gives the answer away").wait_for()
    for one, name in ((page, "build-wide-light"), (phone, "build-phone-dark")):
        if one is phone:
            one.goto(page.url)
            one.get_by_text("ExitReason gives the answer away").wait_for()
        take(one, name)
    page.locator('[class*="st-key-fix_leakage"] button').click()
    page.get_by_text("Left out: ExitReason.").wait_for()
    page.get_by_role("button", name="Start quick build").click()
    page.wait_for_url(re.compile(r"version="))
    phone.goto(page.url)
    page.wait_for_timeout(LIVE_MS)
    take(page, "live-wide-light")
    take(phone, "live-phone-dark")
    page.wait_for_url(re.compile(r"/analyze\?"), timeout=BUILT_MS)
    page.locator(".headline").wait_for()
    return page.url.partition("?")[2]


def stops(model: str) -> list[tuple[str, str, str]]:
    """(name of the picture, address, part of the page) of every page."""
    parts = ("Overview", "Scoring", "Advanced metrics", "Where it errs", "Fairness", "Leaderboard")
    return [
        ("home", "/", ""),
        ("datasets", "/datasets", ""),
        ("models", "/models", ""),
        ("select", f"/select?{model}", ""),
        *((f"analyze-{part.lower().replace(' ', '-')}", f"/analyze?{model}", part) for part in parts),
        ("predict", f"/predict?{model}", "One row"),
        ("predict-file", f"/predict?{model}", "Many rows"),
        ("deploy", f"/deploy?{model}", ""),
        ("activity", "/activity", ""),
    ]


def visit(page: Page, address: str, part: str) -> None:
    """Goes to a page, and to a part of it."""
    page.goto(address)
    page.wait_for_selector(".st-key-topbar")
    page.wait_for_selector(SETTLED)
    if part:
        page.get_by_role("radio", name=part, exact=True).click()
    if part == "One row":
        page.locator(".waterfall").wait_for()


def take(page: Page, name: str) -> None:
    """Writes docs/pictures/NAME.png of the whole page, when it is drawn."""
    page.wait_for_selector(".st-key-topbar")
    page.wait_for_selector(SETTLED)
    page.locator('[data-testid="stToast"]').wait_for(state="hidden")
    page.wait_for_timeout(1_500)
    size = page.viewport_size or {"width": 0, "height": 0}
    height = page.locator('[data-testid="stMain"]').evaluate("(node) => node.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], int(height))})
    page.wait_for_timeout(800)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    print(f"docs/pictures/{name}.png", flush=True)


def window(browser: Browser, size: str, *, dark: bool = False) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501")
