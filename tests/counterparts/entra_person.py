"""Somebody at a browser, for the sign-in pages of npm ``oidc-provider``."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

import requests

_SECONDS = 120
_MOST_STEPS = 12


class Person:
    """Somebody at a browser of their own, who fills in the forms of the server until it sends them elsewhere."""

    def __init__(self, origins: tuple[str, str], ca_file: str, address: str, user_code: str, is_willing: bool) -> None:
        self._public_origin, self._base_url = origins
        self._ca_file = ca_file
        self._address = address
        self._user_code = user_code
        self._is_willing = is_willing

    def go(self, url: str) -> str:
        """Return the first address outside the server, or empty when its last page asks nothing more."""
        with requests.Session() as browser:
            browser.trust_env = False
            browser.verify = self._ca_file
            answer = browser.get(url, allow_redirects=False, timeout=_SECONDS)
            for _ in range(_MOST_STEPS):
                if answer.is_redirect:
                    target = self._near(urljoin(answer.url, answer.headers["Location"]))
                    if not target.startswith(self._base_url):
                        return target
                    answer = browser.get(target, allow_redirects=False, timeout=_SECONDS)
                    continue
                page = _Page(answer.text)
                page.action, page.abort = self._near(page.action), self._near(page.abort)
                if page.action and not page.action.startswith(self._base_url):
                    return f"{page.action}?{urlencode(page.fields)}"
                if not page.action or page.is_refused or not answer.ok:
                    return _leave(answer, page)
                if not self._is_willing and page.abort:
                    answer = browser.get(page.abort, allow_redirects=False, timeout=_SECONDS)
                    continue
                fields = self._fill_in(page.fields)
                answer = browser.post(page.action, data=fields, allow_redirects=False, timeout=_SECONDS)
                if "abort" in fields:
                    return ""
        raise ValueError("the sign-in does not come to an end")

    def _near(self, url: str) -> str:
        is_public = url.startswith(f"{self._public_origin}/")
        return self._base_url + url.removeprefix(self._public_origin) if is_public else url

    def _fill_in(self, fields: dict[str, str]) -> dict[str, str]:
        filled = dict(fields)
        if "login" in filled:
            filled |= {"login": self._address, "password": "-"}
        if "confirm" in filled and not self._is_willing:
            del filled["confirm"]
            filled["abort"] = "yes"
        if "user_code" in filled:
            filled["user_code"] = self._user_code
        return filled


def _leave(answer: requests.Response, page: _Page) -> str:
    if answer.ok and not page.is_refused:
        return ""
    said = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", answer.text, flags=re.DOTALL).split())
    raise ValueError(f"the sign-in page refuses: {said[:200]}")


class _Page(HTMLParser):
    """The form of a page: where it goes, its fields, and the way out of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action = ""
        self.abort = ""
        self.is_refused = False
        self.fields: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = named["action"]
        elif tag == "input" and "name" in named:
            self.fields[named["name"]] = named.get("value", "")
        elif tag == "a" and named.get("href", "").endswith("/abort"):
            self.abort = named["href"]
        elif tag == "p" and named.get("class") == "red":
            self.is_refused = True
