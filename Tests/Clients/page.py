#!/usr/bin/env python3
"""The page at `/` in Chromium: drawn, followed with the keyboard, on a phone's and a desk's width, in light and dark.

Every request must go to the service itself; a message of the console, an error of the script and a breach of the page's
policy fail the run. axe-core judges names, roles and contrasts. `--pictures FOLDER` keeps pictures of what was seen.
"""
import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from cloudwatch import free_port
from endpoint import settings
from serving import Failures, Lexi
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}
failures = Failures()
check = failures.check


class Watched:
    """A page of its own browser context, in which everything that goes wrong is noted."""

    def __init__(self, browser, lexi, width="desk", scheme="light"):
        size = WIDTHS[width]
        self.name, self.lexi, self.messages = f"{width}-{scheme}", lexi, []
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        self.page.on("request", lambda request: self.leaves(request.url))
        self.page.add_init_script("document.addEventListener('securitypolicyviolation', e => console.warn('policy: ' + e.violatedDirective + ' ' + e.blockedURI))")

    def leaves(self, address):
        if not address.startswith((self.lexi.base + "/", "data:")):
            self.messages.append(f"a request to {address}")

    def open(self, part="state"):
        self.page.goto(f"{self.lexi.base}/#/{part}")
        return self.page

    def use(self, token):
        self.page.get_by_label("Token", exact=True).fill(token)
        self.page.get_by_role("button", name="Use", exact=True).click()

    def close(self, refusals=()):
        """Ends the context. Chromium reports refused calls in the console; those that were provoked are named."""
        unexpected = [text for text in self.messages if not any(f"status of {status}" in text for status in refusals)]
        check(f"{self.name}: what went wrong", unexpected, [])
        self.context.close()


def keep(folder, name, page):
    if folder:
        page.screenshot(path=os.path.join(folder, f"{name}.png"), full_page=True)


def drawn(browser, lexi, pictures):
    """Every part fits the width, in both schemes, and is readable by axe-core's rules."""
    grounds, user = set(), json.loads(lexi.ask("GET", "/v1/me", "learner"))["user_id"]
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            watched = Watched(browser, lexi, width, scheme)
            page = watched.open()
            page.wait_for_selector(".tile")
            watched.use(lexi.tokens["admin"])
            expect(page.locator("#caller")).to_contain_text("Admin, admin")
            for part, landmark in (("state", ".bars tbody tr"), ("calls", ".call"), ("explorer", "form.panel")):
                page.goto(f"{lexi.base}/#/{part}")
                page.wait_for_selector(landmark)
                if part == "calls":
                    page.locator("#call-saveFlashcard > summary").click()
                if part == "explorer":
                    page.goto(f"{lexi.base}/#/explorer?partition=USER%23{user}&sort=METADATA%23USER")
                    page.wait_for_selector("pre")
                check(f"{watched.name}, {part}: its width", page.evaluate("document.documentElement.scrollWidth"), WIDTHS[width][0])
                found = Axe().run(page).response["violations"]
                check(f"{watched.name}, {part}: axe-core", [(one["id"], one["nodes"][0]["html"][:150]) for one in found], [])
                keep(pictures, f"{part}-{watched.name}", page)
            grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            watched.close()
    check("grounds of light and dark", len(grounds), 2)


def figures(browser, lexi):
    """Counts move while the page is open: what is called shows."""
    watched = Watched(browser, lexi)
    page = watched.open()
    row = page.get_by_role("row").filter(has_text="GET /v1/scenarios").get_by_role("cell").nth(1)
    lexi.ask("GET", "/v1/scenarios")
    expect(row).not_to_have_text("", timeout=15000)
    before = int(row.inner_text().replace(",", ""))
    for _ in range(5):
        lexi.ask("GET", "/v1/scenarios")
    expect(row).to_have_text(f"{before + 5:,}", timeout=15000)
    expect(page.get_by_role("img", name="Requests.")).to_have_count(1)
    expect(page.locator(".chart path.c0").first).to_be_attached(timeout=15000)
    pause = page.get_by_role("button", name="Pause")
    pause.click()
    expect(page.get_by_role("button", name="Go on")).to_have_attribute("aria-pressed", "true")
    watched.close()


def by_keyboard(browser, lexi):
    """Without a pointer: the skip link, the parts, a call found, filled in, sent, and read."""
    watched = Watched(browser, lexi)
    page = watched.open()
    page.wait_for_selector(".tile")
    keys = page.keyboard
    focus = lambda: page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id || document.activeElement.placeholder")
    keys.press("Tab")
    check("first stop", focus(), "Skip to the content")
    keys.press("Enter")
    check("the skip link leads to", page.evaluate("document.activeElement.id"), "main")
    page.evaluate("document.activeElement.blur()")
    page.locator("nav a").first.focus()
    keys.press("Tab")
    check("second part", focus(), "Calls")
    keys.press("Enter")
    page.wait_for_selector(".call")
    keys.press("Tab")
    keys.press("Tab")
    check("after the parts", page.evaluate("document.activeElement.id"), "token")
    keys.insert_text(lexi.tokens["learner"])
    keys.press("Enter")
    expect(page.locator("#caller")).to_have_text("Learner, learner")
    keys.press("Tab")
    keys.press("Tab")
    keys.insert_text("readScenario")
    keys.press("Tab")
    check("the one call that is left", "/v1/scenarios/{scenario_id}" in focus(), True)
    keys.press("Enter")
    call = page.locator("#call-readScenario")
    expect(call.get_by_role("button", name="Send")).to_be_visible()
    keys.press("Tab")
    keys.insert_text("no-such")
    keys.press("Enter")
    expect(call.locator(".status")).to_contain_text("404")
    watched.close(refusals=(404,))


def tried(browser, lexi):
    """Calls with the token: a read, a creation with a body, a change with `If-Match`, a file sent and one saved; a wrong token is reported."""
    watched = Watched(browser, lexi)
    page = watched.open("calls")
    watched.use("wrong")
    expect(page.locator("#caller")).not_to_have_text("No token: open calls only.")
    watched.use(lexi.tokens["learner"])
    expect(page.locator("#caller")).to_have_text("Learner, learner")
    def send(operation, *fields):
        call = page.locator(f"#call-{operation}")
        if call.get_attribute("open") is None:
            call.locator("summary").click()
        for label, text in fields:
            call.get_by_label(label).fill(text)
        call.get_by_role("button", name="Send").click()
        status = call.locator(".status")
        expect(status).to_be_visible()
        return status.inner_text()[:3], json.loads(call.locator("pre").inner_text() or "null"), call
    check("a read", send("readMe")[:2][0], "200")
    status, card, call = send("saveFlashcard", ("Body", '{"word": "from the page"}'))
    check("a creation", status, "201")
    status, card, _ = send("patchFlashcard", ("flashcard_id", card["flashcard_id"]), ("If-Match", '"1"'), ("Body", '{"phonetic": "/x/"}'))
    check("a change", (status, card.get("phonetic")), ("200", "/x/"))
    page.locator("#call-importFlashcards > summary").click()
    file = {"name": "words.csv", "mimeType": "text/csv", "buffer": "word,translation_vi\nserene,thanh bình\n".encode()}
    page.locator("#call-importFlashcards").get_by_label("File").set_input_files(file)
    status, report, _ = send("importFlashcards")
    check("a file", (status, report.get("imported")), ("200", 1))
    call = page.locator("#call-exportFlashcards")
    call.locator("summary").click()
    call.get_by_label("format").select_option("apkg")
    call.get_by_role("button", name="Send").click()
    with page.expect_download() as saved:
        call.get_by_role("link", name="Save").click()
    check("a package", (saved.value.suggested_filename, open(saved.value.path(), "rb").read(2)), ("export.apkg", b"PK"))
    watched.close(refusals=(401,))


def explored(browser, lexi, pictures):
    """For admins alone: from an e-mail address over the partition to an item with its entries and patterns, and back."""
    watched = Watched(browser, lexi)
    page = watched.open("explorer")
    expect(page.locator(".note")).to_contain_text("ADMIN")
    watched.use(lexi.tokens["learner"])
    expect(page.locator(".note.bad")).to_contain_text("The service says")
    watched.use(lexi.tokens["admin"])
    page.get_by_label("E-mail address, or how it begins").fill("learner")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Learner – learner@example.com").click()
    page.get_by_role("button", name="METADATA#STATS").click()
    expect(page.get_by_role("heading", name="statistics")).to_be_visible()
    card = json.loads(lexi.ask("GET", "/v1/flashcards?word=serendipity", "learner"))["items"][0]["flashcard_id"]
    page.get_by_label("Kind").select_option("flashcard")
    page.get_by_label("flashcard_id").fill(card)
    page.get_by_role("button", name="Open the item").click()
    expect(page.get_by_role("heading", name="flashcard")).to_be_visible()
    entries = page.locator("section.panel table").first.locator("tbody tr")
    places = [row.locator("td").first.inner_text() for row in entries.all()]
    check("where a card stands", places[:2] + sorted(places[2:]), ["table", "GSI1"] + sorted(places[2:]))
    due = page.get_by_role("row").filter(has_text="Due cards, oldest due first")
    check("units of the pattern that reads it", float(due.get_by_role("cell").nth(4).inner_text()) > 0, True)
    expect(page.locator("pre")).to_contain_text("serendipity")
    keep(pictures, "explorer-card", page)
    page.go_back()
    expect(page.get_by_role("heading", name="statistics")).to_be_visible()
    watched.close(refusals=(403,))


def figures_elsewhere(browser, folder):
    """With `--metrics-address` the page shows no figures to anybody, and all to an admin."""
    lexi = Lexi(folder, "--metrics-address", "127.0.0.1:0")
    watched = Watched(browser, lexi)
    page = watched.open()
    expect(page.locator("main .note")).to_contain_text("--metrics-address")
    check("tiles for anybody", page.locator(".tile").count(), 0)
    watched.use(lexi.tokens["admin"])
    page.wait_for_selector(".tile", timeout=15000)
    expect(page.get_by_role("heading", name="Units per access pattern")).to_be_visible()
    watched.close(refusals=(404, 401))
    check("exit status", lexi.end(), 0)


def hot_keys(browser, folder, pictures):
    """With Contributor Insights on, the keys that take the most are drawn, whatever text they are; nothing before."""
    import boto3

    port = free_port()
    lexi = Lexi(folder, "--dynamodb-port", str(port))
    client = boto3.client("dynamodb", **settings(f"http://127.0.0.1:{port}"))
    watched = Watched(browser, lexi)
    page = watched.open()
    page.wait_for_selector(".tile", timeout=15000)
    check("hot keys while insights are off", page.locator("#hot-keys").count(), 0)
    client.update_contributor_insights(TableName="LexiApp", ContributorInsightsAction="ENABLE")
    odd = 'X#"<b>\\n'
    for number in range(7):
        client.put_item(TableName="LexiApp", Item={"PK": {"S": odd}, "SK": {"S": str(number)}})
    with urllib.request.urlopen(lexi.base + "/metrics") as figures:
        check("hot keys for anybody", b"hot_key" in figures.read(), False)
    watched.use(lexi.tokens["admin"])
    row = page.locator("#hot-keys tbody tr").first
    expect(row.get_by_role("cell").nth(1)).to_have_text(odd, timeout=15000)
    expect(row.get_by_role("cell").nth(3)).to_have_text("7")
    check("hot keys: axe-core", [one["id"] for one in Axe().run(page).response["violations"]], [])
    keep(pictures, "hot-keys", page)
    watched.close()
    check("exit status", lexi.end(), 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", metavar="FOLDER")
    pictures = parser.parse_args().pictures
    browser_program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser_program:
        raise SystemExit("no Chromium is installed: run 'make tools'")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lexi = Lexi(os.path.join(folder, "first"))
        # Containers allow no further sandbox; the page is our own.
        browser = playwright.chromium.launch(executable_path=browser_program, args=["--no-sandbox"])
        try:
            drawn(browser, lexi, pictures)
            figures(browser, lexi)
            by_keyboard(browser, lexi)
            tried(browser, lexi)
            explored(browser, lexi, pictures)
            figures_elsewhere(browser, os.path.join(folder, "second"))
            hot_keys(browser, os.path.join(folder, "third"), pictures)
        finally:
            browser.close()
            check("exit status", lexi.end(), 0)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
