"""What the scripts that measure have in common: servers of their own, and what these use while they serve."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCEBOOK = ROOT / ".build/release/sourcebook"
TOKEN = "only-for-this-measurement"


def fail(sentence):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {sentence}")


# Processes -----------------------------------------------------------------------------------------------------------


def cpu_seconds(pid):
    """User and system time of all threads so far, from the process's own clock (clock_getcpuclockid(3))."""
    return time.clock_gettime(~pid << 3 | 2)


def memory(pid):
    """Megabytes by the names of /proc: VmRSS, RssAnon, VmHWM."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines) if "kB" in rest}


def measured(command, **options):
    """Runs a command to its end: seconds, CPU seconds and peak resident megabytes."""
    begin = time.monotonic()
    process = subprocess.Popen(command, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        fail(f"{command[0]} ended with {process.returncode}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def status_of(port, path):
    """The status that a GET is answered with, or None while nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode())
            answer = connection.recv(12)
            return int(answer[9:12]) if len(answer) == 12 else None
    except (ConnectionError, TimeoutError):
        return None


@contextlib.contextmanager
def running(command, port, path, log, may_end=False, **options):
    """A server while it serves. Yields the process and the seconds from its start to its first 200."""
    with open(log, "wb") as output:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=output, stderr=output, **options)
        try:
            while status_of(port, path) != 200:
                if process.poll() is not None or time.monotonic() - begin > 30:
                    fail(f"{command[0]} does not serve:\n{pathlib.Path(log).read_text(errors='replace')}")
                time.sleep(0.001)
            yield process, time.monotonic() - begin
            if process.poll() is not None and not may_end:
                fail(f"{command[0]} ended:\n{pathlib.Path(log).read_text(errors='replace')}")
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment():
    return {**os.environ, "SOURCEBOOK_TOKEN": TOKEN, "SOURCEBOOK_LOG_LEVEL": "warning"}


def sourcebook(folder, database, port, *flags, **options):
    return running(
        [SOURCEBOOK, "serve", "--port", str(port), "--database", str(database), *flags], port, "/readyz",
        folder / "server.log", cwd=ROOT, env=environment(), **options)


def nginx(folder, port):
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files/ready").write_text("ready")
    (folder / "nginx.conf").write_text(f"""
        daemon off;
        worker_processes 1;
        pid {folder}/nginx.pid;
        error_log stderr error;
        events {{ worker_connections 1024; }}
        http {{
            access_log off;
            sendfile on;
            tcp_nopush on;
            keepalive_timeout 60;
            keepalive_requests 1000000000;
            open_file_cache max=100;
            open_file_cache_valid 1h;
            default_type application/json;
            client_body_temp_path {folder}/nginx-body;
            proxy_temp_path {folder}/nginx-proxy;
            fastcgi_temp_path {folder}/nginx-fastcgi;
            uwsgi_temp_path {folder}/nginx-uwsgi;
            scgi_temp_path {folder}/nginx-scgi;
            server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
        }}
        {"user root;" if os.geteuid() == 0 else ""}
    """)
    return running([nginx_program(), "-p", folder, "-c", folder / "nginx.conf"], port, "/ready", folder / "nginx.log")


def nginx_program():
    return shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")


def only_child(pid):
    return int(pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


# The generator --------------------------------------------------------------------------------------------------------


def make_generator(folder):
    """Compiles generator.c; returns the program."""
    program = folder / "generator"
    subprocess.run(["cc", "-O2", "-o", program, ROOT / "Scripts/generator.c", "-lm"], check=True)
    return program


class Load:
    """A generator at work; `result()` waits for its end and tells what it counted."""

    program = None

    def __init__(self, port, *arguments):
        self.process = subprocess.Popen(
            [self.program, "-p", str(port), *map(str, arguments)], stdout=subprocess.PIPE, text=True)

    def result(self):
        output, _ = self.process.communicate(timeout=660)
        if self.process.returncode:
            fail(f"the generator ended with {self.process.returncode}")
        return json.loads(output)


def load(port, *arguments):
    return Load(port, *arguments).result()


# Requests ------------------------------------------------------------------------------------------------------------


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read()


def counter(port, name):
    return int(re.search(rf"^{name} (\d+)", get(port, "/metrics").decode(), re.MULTILINE).group(1))


# Data ----------------------------------------------------------------------------------------------------------------


def make_data(path, articles):
    with open(path, "wb") as output:
        subprocess.run(
            [ROOT / "Scripts/make-data", "--articles", str(articles), "--experts", str(articles // 2)], stdout=output, check=True)


def query(database, sql):
    output = subprocess.run(["sqlite3", "-readonly", "-json", database, sql], stdout=subprocess.PIPE, check=True).stdout
    return json.loads(output or "[]")


def machine():
    """What the figures were measured on."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores of {model.group(1) if model else 'an unnamed processor'}"


def versions():
    """Of Sourcebook and nginx."""
    own = subprocess.run([SOURCEBOOK, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    other = subprocess.run([nginx_program(), "-v"], stderr=subprocess.PIPE, text=True).stderr
    return own, other.strip().rpartition("/")[2]
