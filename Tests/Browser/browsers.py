"""One small language for three browsers: open an address, press keys, ask the page."""

import contextlib
import os
import pathlib
import subprocess
import time

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FIREFOX = "/usr/bin/firefox-esr"
WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver"
WEBKIT = "/usr/lib/{}-linux-gnu/webkit2gtk-4.1/MiniBrowser".format(os.uname().machine)

# Where each is found, and the package of Debian that has it.
PROGRAMS = {"Chromium": [CHROMIUM], "Firefox": [FIREFOX], "WebKit": [WEBKIT_DRIVER, WEBKIT, "/usr/bin/Xvfb"]}


def missing(name):
    """The programs that a browser needs and that are not there."""
    return [program for program in PROGRAMS[name] if not pathlib.Path(program).exists()]


@contextlib.contextmanager
def chromium():
    """Playwright's browser, that can reach this machine and nothing else."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking"])
        try:
            yield browser
        finally:
            browser.close()


class Driver:
    """What a journey asks of a browser: `open` an address, `press` a key or letter, and the `value` of an expression."""

    # What asking raises while one page gives way to the next.
    between_pages = ()

    def type(self, letters):
        for letter in letters:
            self.press(letter)

    def wait(self, expression, seconds=15):
        """The value of an expression, as soon as it is true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(self.between_pages):
                if value := self.value(expression):
                    return value
            time.sleep(0.05)
        raise AssertionError(f"{type(self).__name__}: not within {seconds} s: {expression}; at {self.value('location.href')}")


class Chromium(Driver):
    between_pages = PlaywrightError

    def __init__(self, page):
        self.page = page

    def open(self, address):
        self.page.goto(address)

    def press(self, key):
        self.page.keyboard.press(key)

    def value(self, expression):
        return self.page.evaluate(f"() => ({expression})")


class Firefox(Driver):
    def __init__(self, marionette):
        from marionette_driver import errors
        from marionette_driver.keys import Keys

        self.between_pages = (errors.JavascriptException, errors.NoSuchWindowException)
        self.marionette = marionette
        self.keys = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "ArrowDown": Keys.ARROW_DOWN, "ArrowUp": Keys.ARROW_UP, "Escape": Keys.ESCAPE}

    def open(self, address):
        self.marionette.navigate(address)

    def press(self, key):
        self.marionette.actions.sequence("key", "keyboard").send_keys(self.keys.get(key, key)).perform()

    def value(self, expression):
        return self.marionette.execute_script(f"return ({expression})")


class WebKit(Driver):
    def __init__(self, driver):
        from selenium.common.exceptions import JavascriptException
        from selenium.webdriver.common.keys import Keys

        self.between_pages = JavascriptException
        self.driver = driver
        self.keys = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "ArrowDown": Keys.ARROW_DOWN, "ArrowUp": Keys.ARROW_UP, "Escape": Keys.ESCAPE}

    def open(self, address):
        self.driver.get(address)

    def press(self, key):
        from selenium.webdriver import ActionChains

        ActionChains(self.driver, duration=0).send_keys(self.keys.get(key, key)).perform()

    def value(self, expression):
        return self.driver.execute_script(f"return ({expression})")


@contextlib.contextmanager
def firefox(folder):
    from marionette_driver.marionette import Marionette

    marionette = Marionette(bin=FIREFOX, headless=True, port=0, gecko_log=f"{folder}/firefox.log", startup_timeout=90, prefs={
        # Only this machine is asked.
        "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9, "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": 9, "network.proxy.no_proxies_on": "127.0.0.1", "network.proxy.allow_hijacking_localhost": False,
    })
    try:
        marionette.start_session()
        yield Firefox(marionette)
    finally:
        marionette.cleanup()


@contextlib.contextmanager
def webkit(folder):
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    with screen() as display, open(f"{folder}/webkit.log", "w", encoding="utf-8") as log:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = WEBKIT
        options.add_argument("--automation")
        service = Service(WEBKIT_DRIVER, log_output=log, env={**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"})
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield WebKit(driver)
        finally:
            driver.quit()


@contextlib.contextmanager
def screen():
    """A screen that nobody sees; X chooses its number."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["/usr/bin/Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"], pass_fds=[write],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
