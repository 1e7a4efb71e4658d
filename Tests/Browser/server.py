"""The real binary, serving a database of its own on this machine alone."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOKEN = "of-the-browser-tests"


class Server:
    """Serves from its start to the end of a `with`. `address` is http://127.0.0.1:PORT, without a slash at its end."""

    def __init__(self, binary, *flags):
        # Whoever is told to end ends the server first, as at Ctrl+C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self.folder = tempfile.TemporaryDirectory(prefix="sourcebook-browser-")
        self.log = open(pathlib.Path(self.folder.name) / "server.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [
                str(binary), "serve", "--port", os.environ.get("BROWSER_TEST_PORT", "0"),
                "--database", f"{self.folder.name}/browser.db", "--correction-limit", "0",
                "--migrations", str(ROOT / "Migrations"), "--views", str(ROOT / "Views"), "--public", str(ROOT / "Public"),
                *flags,
            ],
            cwd=self.folder.name, stdout=subprocess.PIPE, stderr=self.log, text=True,
            env={**os.environ, "SOURCEBOOK_TOKEN": TOKEN, "SOURCEBOOK_LOG_LEVEL": "warning"})
        line = self.process.stdout.readline()
        if " at http" not in line:
            raise RuntimeError(f"{binary} does not serve: {line}{self.complaints()}")
        self.address = line.split(" at ")[-1].strip().rstrip("/")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self.folder.cleanup()

    def complaints(self):
        """What the server has logged at warning and above."""
        self.log.flush()
        return pathlib.Path(self.log.name).read_text(encoding="utf-8")

    def send(self, method, path, body=None, fields=None):
        """Status, fields and bytes of an answer; a body that is no bytes is sent as JSON."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        request = urllib.request.Request(
            self.address + path, data=body, method=method,
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **(fields or {})})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def get(self, path, **fields):
        """A GET's JSON. Raises where the answer is none."""
        return self._json("GET", path, *self.send("GET", f"/api/v1{path}", fields=fields))

    def write(self, method, path, body=None):
        """A write's JSON, or None where the answer is empty. Raises where it was refused."""
        return self._json(method, path, *self.send(method, f"/api/v1{path}", body))

    @staticmethod
    def _json(method, path, status, _, content):
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {content.decode(errors='replace')[:2000]}")
        return json.loads(content) if content else None
