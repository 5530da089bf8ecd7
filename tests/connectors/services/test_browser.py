"""What comes back from a browser: one answer, in the address or in a form, whatever else is asked for."""

from __future__ import annotations

import http.client

import requests

from connectors.services.browser import Receiver, minutes_of


def announced(port: int, length: str) -> int:
    """Return the status of the answer to a form of which only the length is told."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.putrequest("POST", "/")
    line.putheader("Content-Length", length)
    line.endheaders()
    status = line.getresponse().status
    line.close()
    return status


def test_answer_is_taken_in_a_form_or_in_the_address_and_nothing_else_is() -> None:
    for is_posted in (True, False):
        with Receiver("Tot zo.") as receiver:
            place = f"http://127.0.0.1:{receiver.server_port}/"
            refused = [
                requests.get(place, timeout=60),
                requests.get(f"{place}favicon.ico?code=x", timeout=60),
                requests.post(place, data={"state": "s"}, timeout=60),
            ]
            assert [one.status_code for one in refused] == [404] * 3
            assert [announced(receiver.server_port, length) for length in ("70000", "-1", "x")] == [404] * 3
            given = {"code": "c0de", "state": "é s"}
            if is_posted:
                shown = requests.post(place, data=given, timeout=60)
            else:
                shown = requests.get(place, params=given, timeout=60)
            assert (shown.status_code, shown.text) == (200, "Tot zo.")
            assert receiver.wait(60) == given


def test_refusal_is_an_answer_too() -> None:
    with Receiver("") as receiver:
        requests.get(f"http://127.0.0.1:{receiver.server_port}/?error=access_denied", timeout=60)
        assert receiver.wait(60) == {"error": "access_denied"}


def test_waiting_is_said_in_whole_minutes() -> None:
    assert [minutes_of(seconds) for seconds in (0, 20, 300)] == [1, 1, 5]
