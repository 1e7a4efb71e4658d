"""What the tests share: two servers, one with what newsrooms print and one with what attackers do, and one browser."""

import os
import pathlib

import pytest

import browsers
import content
import hostile
import server as servers
from watch import Watch, shown

BINARY = pathlib.Path(os.environ.get("SOURCEBOOK_BINARY", servers.ROOT / ".build/debug/sourcebook"))


def running(fill):
    with servers.Server(BINARY) as server:
        fill(server)
        yield server
        assert not server.complaints(), "the server complained"


@pytest.fixture(scope="session")
def server():
    yield from running(content.fill)


@pytest.fixture(scope="session")
def hostile_server():
    yield from running(hostile.fill)


@pytest.fixture(scope="session")
def chromium():
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chromium, request):
    """Opens a view of a server in a context of its own: `open_page(server, view, width=360)` is the page, as it was loaded.

    Afterwards nothing of what Watch complains about may have happened.
    """
    opened = []

    def open_page(server, view, path=None, width=1280, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", base_url=server.address, **options)
        watch = Watch(context, server.address)
        opened.append((context, watch))
        page = context.new_page()
        if view.needs_sign_in:
            sign_in(page)
        answer = page.goto(path or view.path)
        # A second address on one page differs in its fragment at most, and is no new answer.
        assert answer is None or path or answer.status == view.status, f"{view.path} is answered with {answer.status}"
        page.watch = watch
        return page

    yield open_page
    complaints = []
    for context, watch in opened:
        context.close()
        complaints += watch.complaints
    assert not complaints, shown(complaints)


def sign_in(page):
    page.goto("/sign-in")
    page.fill("[name=token]", servers.TOKEN)
    page.press("[name=token]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def select_words(page, words):
    """Selects words of an article's text where they first stand in one element, as a mouse or a caret does."""
    assert page.evaluate("""(words) => {
      const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at >= 0) {
          getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
          return true;
        }
      }
    }""", words), words
