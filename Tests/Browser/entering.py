"""Enters an article as an editor does: fields, words selected in the text and marked by keys, what is proposed put right."""

from test_editing import ready

# What is proposed for the words of a quote, and of a figure.
PROPOSED = {"quotes": ["expert", "speaker", "role", "kind", "cue"], "statistics": ["value", "value_to", "unit", "period", "qualifier"]}


def typed(value):
    """What is typed into a field for a value of the fixture: of a record its name, of a list a line each."""
    if isinstance(value, list):
        return "\n".join(value)
    return str(value["name"] if isinstance(value, dict) else value)


def fill(box, values):
    """Fills the fields of a box that do not have their value yet. What they had: {name: value}."""
    had = box.evaluate("(box) => Object.fromEntries([...box.querySelectorAll('[data-type]')].map(({ name, value }) => [name, value]))")
    for name, value in values.items():
        if had[name] != value:
            control = box.locator(f"[name={name}][data-type]")
            if control.evaluate("({ tagName }) => tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
    return had


def mark(page, resource, start, end, values):
    """Selects the text from start to end, marks it with its keys and puts right what is proposed. What was proposed."""
    page.locator("[name=body]").evaluate(
        "(text, [start, end]) => { text.focus(); text.setSelectionRange(start, end); }", [start, end])
    page.keyboard.press("Control+Enter" if resource == "quotes" else "Control+Shift+Enter")
    return fill(page.locator(f"[data-entries={resource}] > li").last, values)


def span(body, first, last):
    """Where the words from the first to the last ones begin and end."""
    start = body.index(first)
    return start, body.index(last, start) + len(last)


def save(page):
    """Saves by key. The slug of what was saved."""
    page.keyboard.press("Control+s")
    page.wait_for_selector("article.article, [data-alert]:not([hidden])", timeout=60_000)
    assert page.locator("[data-alert]").count() == 0, page.locator("[data-alert]").text_content()
    return page.url.rsplit("/", 1)[-1]


def write(page, fixture, text):
    """Enters an article of such a text as the fixture tells, and saves it.

    Its slug, and of each field that is proposed, `quotes.role`, the pairs of what is right and what was proposed.
    """
    article, tally = fixture["article"], {}
    body = "\n".join(f"## {line}" if line in fixture["sections"] else line for line in text.split("\n"))
    page.goto("/articles/new")
    ready(page)
    page.click("[data-more-fields] summary")
    simple = {name: typed(article[name]) for name in ("title", "language", "published_on", "publisher", "topics", "places")}
    fill(page.locator("[data-editor]"), simple | {"note": body[slice(*span(body, article["note"]["from"], article["note"]["to"]))]})
    for rows in ("photos", "links"):
        for number, row in enumerate(article[rows]):
            page.click(f"[data-rows={rows}] [data-add]")
            fill(page.locator(f"[data-rows={rows}] > ol > li").nth(number), row)
    page.focus("[name=body]")
    page.keyboard.insert_text(body)
    for resource in PROPOSED:
        for record in fixture[resource]:
            if resource == "quotes":
                start, end = span(body, record["from"], record["to"])
            else:
                # As the file has it, a sign of money stands behind a backslash.
                context, printed = record["context"].replace("$", r"\$"), record["printed"].replace("$", r"\$")
                start, end = span(body[body.index(context):], printed, printed)
                start, end = start + body.index(context), end + body.index(context)
            names = (record.keys() | set(PROPOSED[resource])) - {"from", "to", "context"}
            values = {name: typed(record.get(name, "")) for name in names}
            had = mark(page, resource, start, end, values)
            for name in PROPOSED[resource]:
                if name in record or had[name]:
                    tally.setdefault(f"{resource}.{name}", []).append((values[name], had[name]))
    return save(page), tally
