"""An article's page is light, comes from this server alone, and is painted before any script has come."""

import pytest

import audit
from views import VIEWS

ARTICLES = [view for view in VIEWS if view.path.startswith("/articles/") and view.status == 200]


@pytest.mark.parametrize("view", ARTICLES, ids=str)
def test_an_article_is_light(server, chromium, view):
    taken = audit.transfer(chromium, server.address, view.path)
    assert len(taken) <= audit.REQUESTS, taken
    assert sum(size for _, _, size in taken) <= audit.BYTES, taken
    assert all(address.startswith(server.address) and kind != "font" for address, kind, _ in taken), taken


@pytest.mark.parametrize("view", [view for view in VIEWS if not view.needs_sign_in], ids=str)
def test_a_view_is_painted_before_its_scripts(server, chromium, view):
    assert audit.painted_before_scripts(chromium, server.address, view.path) is not None
