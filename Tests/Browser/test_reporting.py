"""A reader tells of an error: by keys, by the button, by the link; what is typed is not lost; an editor answers, and takes that back."""

import pytest

import server as servers
from conftest import BINARY, select_words
from test_editing import settled, signed_in
from views import View

SLUG = "reported"
ARTICLE = View("article", f"/articles/{SLUG}")
BODY = "The lake *rose* by 4 m in May.\n\nNobody had measured it."


def write(server):
    server.write("POST", "/articles", {"title": "Reported", "slug": SLUG, "body": BODY, "quotes": [
        {"expert": "Ilmira Dashkul", "kind": "indirect", "text": "Nobody had measured it"}]})


@pytest.fixture(scope="module")
def desk():
    """A server that takes every report."""
    with servers.Server(BINARY) as server:
        write(server)
        yield server
        assert not server.complaints()


def dialog(page):
    """The open dialog, with the words in question, what should stand there, and why."""
    page.wait_for_selector("dialog[open]")
    box = page.get_by_role("dialog", name="Report an error")
    fields = [box.get_by_label(label) for label in ("The words in question", "What should stand there", "Why, or what else is wrong")]
    return box, *fields


def thanked(box):
    box.get_by_text("Thank you. The editors will look at it.").wait_for()


def newest(server):
    return server.get("/corrections?sort=-id&limit=1")["items"][0]


def focused(page):
    return page.evaluate("document.activeElement.closest('label')?.textContent ?? document.activeElement.textContent")


def test_an_error_is_reported_by_keyboard_alone(desk, open_page):
    page = open_page(desk, ARTICLE)
    select_words(page, "rose")
    page.keyboard.press("Control+Enter")
    box, words, *_ = dialog(page)
    assert words.input_value() == "rose" and not words.is_editable()
    # The first key goes where it is wanted.
    assert focused(page) == "What should stand there"
    # Nothing is sent that says nothing.
    page.keyboard.press("Control+Enter")
    box.get_by_text("Say what should stand there, or what is wrong.").wait_for()
    page.keyboard.type("fell")
    page.keyboard.press("Tab")
    page.keyboard.type("It was a dry May.")
    page.keyboard.press("Tab")
    assert focused(page) == "Send"
    page.keyboard.press("Enter")
    thanked(box)
    assert focused(page) == "Close"
    page.keyboard.press("Enter")
    assert not box.is_visible()

    sent = newest(desk)
    assert (sent["selector"]["exact"], sent["suggestion"], sent["comment"], sent["status"]) == ("rose", "fell", "It was a dry May.", "open")
    assert sent["selector"]["prefix"].endswith("The lake ") and sent["selector"]["suffix"].startswith(" by 4 m")


def test_a_button_stands_at_what_is_selected(desk, open_page):
    for width in (360, 1280):
        page = open_page(desk, ARTICLE, width=width)
        # With a space on each side, as a double click or a finger selects.
        select_words(page, " measured ")
        button = page.locator(".report-here")
        button.wait_for()
        place = button.bounding_box()
        assert 0 <= place["x"] and place["x"] + place["width"] <= width and place["height"] >= 24
        button.click()
        box, words, suggestion, _ = dialog(page)
        assert words.input_value() == "measured" and button.count() == 0
        suggestion.fill("weighed")
        box.get_by_role("button", name="Send").click()
        thanked(box)
        selector = newest(desk)["selector"]
        assert selector["prefix"].endswith("Nobody had ") and selector["suffix"].startswith(" it"), selector
    # Where nothing is selected any more, it goes.
    box.get_by_role("button", name="Close").click()
    page.evaluate("getSelection().removeAllRanges()")
    page.wait_for_selector(".report-here", state="detached")


def test_the_link_at_the_foot_asks_for_the_words_and_escape_keeps_what_is_typed(desk, open_page):
    page = open_page(desk, ARTICLE)
    page.focus("[data-report]")
    page.keyboard.press("Enter")
    box, words, suggestion, comment = dialog(page)
    assert focused(page) == "The words in question" and words.is_editable()
    page.keyboard.type("4 m")
    suggestion.fill("3 m")
    comment.fill("See the gauge")
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert page.evaluate("document.activeElement.matches('[data-report]')")
    page.keyboard.press("Enter")
    box, words, suggestion, comment = dialog(page)
    assert [each.input_value() for each in (words, suggestion, comment)] == ["4 m", "3 m", "See the gauge"]
    page.keyboard.press("Control+Enter")
    thanked(box)
    assert (newest(desk)["selector"]["exact"], newest(desk)["suggestion"]) == ("4 m", "3 m")


def test_a_lost_connection_and_too_many_reports_are_told_and_nothing_is_lost(open_page):
    with servers.Server(BINARY, "--correction-limit", "1") as server:
        write(server)
        page = open_page(server, ARTICLE)
        select_words(page, "rose")
        page.keyboard.press("Control+Enter")
        box, words, suggestion, comment = dialog(page)
        suggestion.fill("fell")
        page.context.set_offline(True)
        page.keyboard.press("Control+Enter")
        box.get_by_text("the connection is lost").wait_for()
        assert page.watch.take(), "Chromium tells that it is offline"
        assert (words.input_value(), suggestion.input_value()) == ("rose", "fell")
        page.context.set_offline(False)
        page.keyboard.press("Control+Enter")
        thanked(box)
        box.get_by_role("button", name="Close").press("Enter")
        # What closing does to the focus it does a moment later.
        page.wait_for_function("() => !document.querySelector('dialog')?.open && document.activeElement.closest('dialog') === null")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

        select_words(page, "lake")
        page.keyboard.press("Control+Enter")
        suggestion.fill("pond")
        comment.fill("It is small")
        page.keyboard.press("Control+Enter")
        box.get_by_text("Too many reports came from this address.").wait_for()
        assert box.get_by_role("status").text_content().startswith("Too many reports came from this address. Try again in ")
        assert [each.input_value() for each in (words, suggestion, comment)] == ["lake", "pond", "It is small"]
        page.keyboard.press("Escape")
        page.focus("[data-report]")
        page.keyboard.press("Enter")
        assert [each.input_value() for each in (suggestion, comment)] == ["pond", "It is small"]
        assert server.get("/corrections?count=true")["total"] == 1


def test_without_scripts_the_link_leads_to_how_it_is_sent(desk, open_page):
    page = open_page(desk, ARTICLE, java_script_enabled=False)
    page.click("[data-report]")
    page.wait_for_url("**/api#corrections")
    assert page.locator("#corrections").is_visible() and page.locator("dialog").count() == 0


def test_an_article_without_a_text_has_nothing_to_report(server, open_page):
    page = open_page(server, View("title", "/articles/title-alone"))
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    assert page.locator("[data-report], dialog").count() == 0


def test_reports_are_accepted_rejected_and_that_is_taken_back(desk, chromium):
    one, other = [desk.write("POST", "/corrections", {"article": SLUG, "selector": {"exact": exact}, "suggestion": suggestion})
                  for exact, suggestion in (("rose", "sank"), ("May", "June"))]
    with signed_in(chromium, desk) as page:
        for sent, key, word, before, after, status in [
            (one, "a", "Accepted.", BODY, BODY.replace("rose", "sank"), "accepted"), (other, "r", "Rejected.", BODY, BODY, "rejected")]:
            page.goto("/review?kind=corrections")
            page.focus(f"#correction-{sent['id']}")
            page.keyboard.press(key)
            assert settled(page) == word
            assert (desk.get(f"/articles/{SLUG}")["body"], desk.get(f"/corrections/{sent['id']}")["status"]) == (after, status)
            page.keyboard.press("u")
            page.wait_for_selector(".case.done", state="detached")
            assert (desk.get(f"/articles/{SLUG}")["body"], desk.get(f"/corrections/{sent['id']}")["status"]) == (before, "open")
