"""The Tab key reaches everything that can be used, in the order of the page, and one sees where it is."""

import pytest

from views import VIEWS

# Numbers what can be used in the order of the page, and keeps how it looks while the focus is elsewhere.
PREPARE = """() => {
  const usable = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0 && !element.disabled);
  const look = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(' ');
  };
  window.focusTest = { usable, look, before: new Map(usable.map((element) => [element, look(element)])), scrollable: 0 };
  return usable.length;
}"""

# Where the focus is now: its number, and what is wrong with it.
LOOK = """() => {
  const { usable, look, before } = window.focusTest;
  const element = document.activeElement;
  if (element === document.body || element === document.documentElement) return { number: null };
  const number = usable.indexOf(element);
  const style = getComputedStyle(element);
  const faults = [];
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  if (number >= 0 && (look(element) === before.get(element) || !outlined && style.boxShadow === 'none')) faults.push('looks as before');
  const seen = [...element.getClientRects()].some((box) => {
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element));
  });
  if (number >= 0 && !seen) faults.push('is out of sight');
  return { number, faults, html: element.outerHTML.slice(0, 120) };
}"""


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_focus_is_seen_everywhere(server, open_page, view):
    page = open_page(server, view)
    # Its fragment would be where the first Tab begins.
    page.evaluate("history.replaceState(null, '', location.pathname + location.search)")
    page.goto(view.path.split("#")[0])
    # What a page asks for when it is there may be used, too.
    page.wait_for_load_state("networkidle")
    usable = page.evaluate(PREPARE)
    assert usable > 5

    numbers, faults = [], []
    for _ in range(usable + 5):
        page.keyboard.press("Tab")
        state = page.evaluate(LOOK)
        if state["number"] is None:
            break
        # A region that scrolls takes the focus in Chromium so that the arrow keys can move it; it is nothing that is used.
        if state["number"] >= 0:
            numbers.append(state["number"])
        faults += [f"{fault}: {state['html']}" for fault in state["faults"]]

    assert not faults, "\n".join(faults)
    assert numbers == list(range(usable))
