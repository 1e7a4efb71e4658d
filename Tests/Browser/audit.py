"""What is measured of a page that is open, for the tests and the report alike."""

from axe_playwright_python.sync_playwright import Axe

# Every rule that axe has on by itself, those of good practice too, and the size of what is pointed at (WCAG 2.5.8).
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


# What a page may take: requests, and bytes of all bodies, gzipped. The site's icon is no part of a page.
REQUESTS = 5
BYTES = 60_000


def violations(page):
    """What axe finds, a sentence for each place."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}: {node.get('failureSummary', '')}"
        for violation in found for node in violation["nodes"]]


def layout_shift(page):
    """The sum of all layout shifts since the page was loaded, also those that a person has caused: there should be none."""
    return page.evaluate("""() => new Promise((resolve) => {
      let sum = 0;
      const observer = new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; });
      observer.observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        for (const entry of observer.takeRecords()) sum += entry.value;
        resolve(sum);
      })));
    })""")


def overflow(page):
    """What reaches past the right or left edge of the page, so that it scrolls sideways; nothing where it does not."""
    return page.evaluate("""() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return [];
      const past = [...document.body.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width && (box.right > root.clientWidth + 1 || box.left < -1);
      });
      return [`${root.scrollWidth} of ${root.clientWidth}`, ...past.slice(-3).map((element) => element.outerHTML.slice(0, 120))];
    }""")


def painted_before_scripts(browser, address, path):
    """Milliseconds to the first contentful paint while every script is held back; None where nothing is painted without them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    held = []
    try:
        page = context.new_page()
        page.route("**/*.js", lambda route: held.append(route))
        page.goto(address + path, wait_until="commit")
        return page.evaluate("""() => new Promise((resolve) => {
          setTimeout(() => resolve(null), 10000);
          new PerformanceObserver((list) => {
            for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime);
          }).observe({ type: 'paint', buffered: true });
        })""")
    finally:
        for route in held:
            route.abort()
        context.close()


def transfer(browser, address, path):
    """What a page takes from the server in an empty context: a list of (address, type, bytes of the body as sent, gzipped)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        finished = []
        page.on("requestfinished", lambda request: finished.append(request))
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return [
            (request.url, request.resource_type, request.sizes()["responseBodySize"]) for request in finished
            if not request.url.endswith("/favicon.svg")]
    finally:
        context.close()
