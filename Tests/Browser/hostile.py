"""Records made of hostile texts, one article, expert, indicator, source and topic of each."""

import json

import content
import payloads


def record(number, text):
    """An article that has the text wherever it takes one."""
    return {
        "title": f"{text} {number}", "subtitle": text, "publisher": text, "authors": [text], "places": [text], "note": text, "license": text,
        "slug": f"hostile-{number}", "published_on": "2025-01-01", "language": "en",
        "body": f"# {text}\n\n“{text}”, said somebody about 5 people.\n\n```{text}\n{text}\n```\n\n> {text}\n\n- {text}\n\n| {text} |\n",
        "topics": [f"hostile-{number}"], "photos": [{"caption": text, "credit": text}],
        "links": [{"url": f"https://example.org/{number}", "title": text, "rel": "source"}],
        "quotes": [{"expert": f"hostile-{number}", "kind": "direct", "text": text, "speaker": text, "role": text, "cue": text}],
        "statistics": [{"indicator": f"hostile-{number}", "value": 5, "unit": "person", "period": "2020", "place": text, "counterpart": text,
                        "dimensions": {text[:100]: text}, "source": f"hostile-{number}", "stated_by": f"hostile-{number}", "printed": "5 people"}],
    }


def fill(server):
    """Puts all of them in. Two or three seconds."""
    lines = []
    for number, text in enumerate(payloads.ALL):
        shared = {"name": f"{text} {number}", "slug": f"hostile-{number}"}
        lines += [
            {"resource": "topics", **shared}, {"resource": "sources", **shared, "kind": text},
            {"resource": "indicators", **shared, "description": text},
            {"resource": "experts", **shared, "description": text, "other_names": [{"name": text}],
             "affiliations": [{"role": text, "organization": text}], "identifiers": [{"scheme": "x", "value": text}],
             "links": [{"url": "https://example.org/", "title": text}]},
            {"resource": "articles", **record(number, text)}]
    body = "\n".join(map(json.dumps, lines)).encode()
    status, _, answer = server.send("POST", "/api/v1/bulk?atomic=true", body, {"Content-Type": "application/x-ndjson"})
    if status != 200:
        raise RuntimeError(f"The hostile records were refused: {status} {answer[:2000].decode()}")
    # What is proposed has them as well.
    said = "\n\n".join(f"“{text} and so on”, said {text} Smith. It was 5 million {text}." for text in payloads.ALL[:30])
    content.read(server, {"text": said, "url": "https://example.org/hostile", "title": f"{payloads.ALL[0]} read", "language": "en"})
