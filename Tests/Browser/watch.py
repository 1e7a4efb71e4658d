"""What a page does that it must not do: dialogs, errors, breaches of its policy, requests to elsewhere."""

import json

# Runs before anything of the page.
LISTENER = """
window.addEventListener('securitypolicyviolation', (event) => {
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
});
"""


class Watch:
    """Watches every page of a context from now on."""

    def __init__(self, context, address):
        self.address = address
        self.complaints = []
        self.requests = []
        context.add_init_script(LISTENER)
        context.on("page", self._page)

    def _page(self, page):
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("download", lambda download: self.complaints.append(f"download: {download.url}"))

    def _dialog(self, dialog):
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message):
        # A page that tells of what is not there is itself answered with 404, and Chromium says so.
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request):
        self.requests.append(request)
        if not request.url.startswith(self.address + "/") and not request.url.startswith("data:"):
            self.complaints.append(f"request: {request.url}")

    def take(self):
        """The complaints so far, and forgets them."""
        complaints, self.complaints = self.complaints, []
        return complaints


def shown(complaints):
    return "\n".join(json.dumps(complaint, ensure_ascii=False) for complaint in complaints)
