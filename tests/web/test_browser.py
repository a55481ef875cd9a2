"""The pages in Debian's Chromium: as they come, by keyboard, on a telephone, light and dark, and with hostile articles."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from harness.installation import PATIENCE_SECONDS
from harness.quoted import article, quote
from harness.site import Site
from tests.web.test_web import EVIL

MILLISECONDS = PATIENCE_SECONDS * 1000
TEXTS = "#quotes blockquote"
TELEPHONE = {"width": 360, "height": 740}

expect.set_options(timeout=MILLISECONDS)


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, site: Site) -> AsyncIterator[Page]:
    """Open the stream; whatever the browser complains of fails the test."""
    context = await chromium.new_context(base_url=site.address)
    context.set_default_timeout(MILLISECONDS)
    opened = await context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("dialog", lambda dialog: complaints.append(dialog.message))
    await opened.goto("/")
    await expect(opened.locator(".live.on")).to_be_visible()
    yield opened
    await context.close()
    # Of the server that a test stops, and of answers that are no pages.
    assert not [text for text in complaints if not re.search(r"ERR_CONNECTION|ERR_INCOMPLETE|404|ERR_EMPTY", text)]


async def test_the_stream_lives(site: Site, page: Page) -> None:
    await expect(page.locator(".empty")).to_be_visible()
    await site.publish(article("a", "First", "Second"))
    await expect(page.locator(TEXTS)).to_have_text(["First", "Second"])
    await expect(page.locator(".empty")).to_be_hidden()

    await site.publish(article("b", "Third", speaker="Bo Berg"))
    await expect(page.locator(TEXTS)).to_have_text(["Third", "First", "Second"])
    await site.publish(article("a", "First", "Corrected"))
    await expect(page.locator(TEXTS)).to_have_text(["Corrected", "Third", "First"])
    await site.retract("b")
    await expect(page.locator(TEXTS)).to_have_text(["Corrected", "First"])


async def test_what_came_while_the_server_was_away_is_there_once_it_is_back(site: Site, page: Page) -> None:
    await site.publish(article("a", "First"), article("b", "Second"))
    await expect(page.locator(TEXTS)).to_have_text(["Second", "First"])
    port = site.port
    await site.stop()
    await expect(page.locator(".live.on")).to_have_count(0)
    await site.publish(article("c", "Third"))
    await site.retract("a")
    await site.start(port)
    await expect(page.locator(TEXTS)).to_have_text(["Third", "Second"])


async def test_filters_hold_for_what_comes(site: Site, page: Page) -> None:
    await page.get_by_label("Speaker").fill("berg")
    await page.get_by_text("More filters").click()
    await page.get_by_label("Confidence").select_option("80")
    await page.locator("details").get_by_role("button", name="Show").click()
    await expect(page.locator(".live.on")).to_be_visible()
    assert "speaker=berg" in page.url
    unsure = article("c", quotes=[quote("Not this", "Bo Berg", confidence=0.3)])
    await site.publish(article("a", "Nor this"), unsure, article("b", "This", speaker="Bo Berg"))
    await expect(page.locator(TEXTS)).to_have_text(["This"])
    await page.get_by_role("link", name="Clear all filters").click()
    await expect(page.locator(TEXTS)).to_have_count(3)


async def test_who_reads_is_not_disturbed(site: Site, page: Page) -> None:
    await site.publish(article("a", "First"))
    await expect(page.locator(TEXTS)).to_have_text(["First"])
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("status")).to_have_text("Paused")
    await site.publish(article("b", "Second"))
    await expect(page.get_by_role("button", name="Show 1 new quote")).to_be_visible()
    await expect(page.locator(TEXTS)).to_have_text(["First"])
    await page.get_by_role("button", name="Go on").click()
    await expect(page.locator(TEXTS)).to_have_text(["Second", "First"])

    await page.locator("#quotes a").first.focus()
    await site.publish(article("c", "Third"))
    await page.get_by_role("button", name="Show 1 new quote").click()
    await expect(page.locator(TEXTS)).to_have_text(["Third", "Second", "First"])


async def test_everything_can_be_done_by_keyboard(site: Site, page: Page) -> None:
    await site.publish(article("a", "First", source="Gazette"))
    await expect(page.locator(TEXTS)).to_have_text(["First"])
    await page.reload()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    reached = []
    for _ in range(12):
        await page.keyboard.press("Tab")
        reached.append(await page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert reached[:7] == ["words", "speaker", "Show", "More filters", "Pause", "Ann Lee", "Title of a"]
    await page.get_by_role("link", name="Title of a").press("Enter")
    await expect(page.get_by_role("heading", name="Title of a")).to_be_visible()
    await expect(page.locator("mark.quote:target")).to_have_text("First")
    await page.get_by_role("complementary").get_by_role("link", name="Ann Lee").press("Enter")
    await expect(page.get_by_role("heading", name="Ann Lee")).to_be_visible()


async def test_hostile_articles_do_nothing(site: Site, page: Page) -> None:
    hostile = article(f"id {EVIL}", quotes=[quote(EVIL, f"Name {EVIL}")], text=EVIL, title=f"Title {EVIL}", source=EVIL)
    await page.context.add_init_script("window.evil = () => { throw new Error('an article was run') }")
    await page.reload()
    await expect(page.locator(".live.on")).to_be_visible()
    await site.publish(hostile)
    await expect(page.locator(TEXTS)).to_contain_text("<script>evil()</script>")  # put there by the script of the page
    await page.locator(".where a").click()
    await expect(page.locator(".text mark.quote")).to_contain_text("<img src=x")
    await page.locator(".voice h3 a").click()
    await expect(page.locator("h1")).to_contain_text("Name </mark>")
    assert await page.locator("img, iframe, script:not([src='/static/web.js'])").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?type=direct", "/article?id=a", "/speaker?name=Ann+Lee", "/nowhere"])
async def test_pages_are_accessible_and_fit_a_telephone(chromium: Browser, site: Site, path: str, scheme: str) -> None:
    speakers = [quote("word " * 20, f"Speaker {number}", number * 102) for number in range(6)]
    many = article("m", quotes=speakers, text="\n\n".join(one.text for one in speakers))
    endless = article(
        "a", "A" * 300, title="T" * 300, source="S" * 100, authors=["Bo Berg"], url="https://news.example/" + "u" * 200
    )
    await site.publish(many, endless)
    await site.shows("/article?id=a", lambda text: "AAA" in text)
    await site.shows("/speaker?name=Ann+Lee", lambda text: "AAA" in text)
    context = await chromium.new_context(base_url=site.address, viewport=TELEPHONE, color_scheme=scheme)  # type: ignore[arg-type]
    opened = await context.new_page()
    await opened.goto(path)
    found = await Axe().run(opened)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()
    width = await opened.evaluate("document.documentElement.scrollWidth")
    assert width <= TELEPHONE["width"]
    red, green, blue = map(
        int, re.findall(r"\d+", await opened.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
    )
    assert (red + green + blue < 384) == (scheme == "dark")
    await context.close()


async def test_without_scripts_everything_but_the_stream_is_there(chromium: Browser, site: Site) -> None:
    await site.publish(article("a", "First"))
    await site.shows("/", lambda text: "First" in text)
    context = await chromium.new_context(base_url=site.address, java_script_enabled=False)
    opened = await context.new_page()
    await opened.goto("/")
    await expect(opened.get_by_role("status")).to_have_text("Reload the page for what is new")
    await opened.get_by_label("Words").fill("first")
    await opened.get_by_role("button", name="Show").click()
    await expect(opened.locator(TEXTS)).to_have_text(["First"])
    await context.close()
