"""What readers do beyond finding: narrow, compare, walk through an article, cite; with and without scripts, on a telephone."""

import pytest

from views import View

ARTICLE = View("article", "/articles/low-lake")


def current(page):
    return page.evaluate("document.querySelector('.passages .current')?.dataset.passage")


def test_misspelt_words_find_the_nearest_as_one_types_and_on_the_page(server, open_page):
    page = open_page(server, View("home", "/"))

    page.locator("main #q").press_sequentially("dashcul")
    offered = page.get_by_role("option", name="Did you mean Dashkul?")
    offered.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search?q=Dashkul")
    assert page.locator("main .hits a").count() > 0


def test_arrows_move_among_the_results(server, open_page):
    page = open_page(server, View("results", "/search?q=lake"))
    titles = page.locator(".hits h3 a").all_text_contents()

    page.locator("main #q").focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        seen.append(page.evaluate("document.activeElement.textContent"))
    for _ in range(3):
        page.keyboard.press("ArrowUp")

    assert seen == titles[:3]
    assert page.evaluate("document.activeElement.id") == "q"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_search_and_an_expert_are_narrowed_by_links(server, open_page, scripts):
    page = open_page(server, View("results", "/search?q=lake&kind=articles"), java_script_enabled=scripts)
    before = page.locator(".hits li").count()
    page.locator(".filters a").first.click()
    assert 0 < page.locator(".hits li").count() < before
    page.locator(".filters [aria-current]").click()
    assert page.locator(".hits li").count() == before

    page.goto("/experts/ilmira-dashkul")
    page.locator(".filters a").first.click()
    assert page.locator(".filters [aria-current]").count() == 1
    assert page.locator("main .quote").count() > 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_expert_is_compared_with_another_by_name(server, open_page, scripts):
    page = open_page(server, View("expert", "/experts/ilmira-dashkul"), java_script_enabled=scripts)

    page.locator("#other").fill("Radomir Velsk")
    page.locator(".ask button").click()

    page.wait_for_url("**/compare?**")
    assert page.locator("h1").text_content() == "Ilmira Dashkul and Radomir Velsk"
    boxes = [side.bounding_box() for side in page.locator(".beside > section").all()]
    assert len(boxes) == 2 and boxes[0]["y"] == boxes[1]["y"]
    page.set_viewport_size({"width": 360, "height": 800})
    boxes = [side.bounding_box() for side in page.locator(".beside > section").all()]
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]


def test_keys_walk_through_the_passages_and_can_be_turned_off(server, open_page):
    page = open_page(server, ARTICLE)
    order = page.evaluate("[...document.querySelectorAll('#text mark[id]')].map((mark) => mark.id)")

    page.keyboard.press("j")
    first = current(page)
    page.keyboard.press("j")
    second = current(page)
    page.keyboard.press("k")

    assert order.index(first) < order.index(second) and current(page) == first
    assert page.evaluate("document.activeElement.id") == first
    assert page.locator(".walk [role=status]").text_content().startswith("1 of ")
    # Enter leads from the passage to its quote or figure.
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('[data-passage]').dataset.passage") == first
    page.locator("[data-keys]").uncheck()
    page.keyboard.press("j")
    assert current(page) == first
    page.reload()
    assert not page.locator("[data-keys]").is_checked()


def test_a_tap_on_a_passage_shows_its_quote_and_a_tap_on_a_quote_its_passage(server, open_page):
    page = open_page(server, ARTICLE, width=360, height=740, has_touch=True, is_mobile=True)

    page.locator("#text mark").first.tap()
    quote = page.locator(f"[data-passage={current(page)}] .by").first.text_content()
    assert quote in page.locator(".peek").text_content()
    page.locator(".peek > button").tap()
    assert page.locator(".peek").is_hidden()

    item = page.locator(".passages .quote[data-passage]").nth(1)
    item.locator("blockquote").tap()
    page.wait_for_function("location.hash.length > 1")
    assert page.evaluate("location.hash.slice(1)") == item.get_attribute("data-passage")
    page.wait_for_function(
        "(() => { const box = document.querySelector(location.hash).getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight; })()")


def test_a_citation_is_copied(server, open_page):
    page = open_page(server, ARTICLE, permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("link", name="Cite").first.click()
    page.locator("#cite[open]").wait_for()
    page.locator("[data-copy=cite-apa]").click()

    page.get_by_text("Copied", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#cite-apa").text_content() and "Tolvane" in copied


def test_one_quote_is_cited_without_scripts(server, open_page):
    page = open_page(server, ARTICLE, java_script_enabled=False)

    page.locator(".quote").first.get_by_role("link", name="Cite").click()

    assert "Quoted in" in page.locator("#cite-apa").text_content()
    assert page.locator("#cite-here").text_content().endswith("/articles/low-lake#q1")
    assert page.locator("#cite button:visible").count() == 0


def test_an_article_prints_with_its_address_sources_and_numbers_and_nothing_to_press(server, open_page):
    page = open_page(server, ARTICLE)

    page.emulate_media(media="print")

    assert page.locator(".printed-address").text_content().endswith("/articles/low-lake")
    assert page.locator(".printed-address").is_visible()
    assert page.locator("button:visible, input:visible, nav:visible, .site-footer:visible").count() == 0
    assert page.evaluate(
        "getComputedStyle(document.querySelector('[data-passage=q1]'), '::before').content") == '"#q1"'
