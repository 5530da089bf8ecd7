"""What runs inside ``mitmdump``, in its own environment: notes what passes, and lets nothing leave this machine."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from mitmproxy import http
from mitmproxy.proxy import server_hooks

RECORD = Path(os.environ["MAPPED_HOSTS_RECORD"])
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def running() -> None:
    """End with the parent: its end of the pipe then closes."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def requestheaders(flow: http.HTTPFlow) -> None:
    """Note a request as it was sent, before its address is mapped; header values are never noted."""
    request = flow.request
    address = urlsplit(request.pretty_url)
    noted = {
        "method": request.method,
        "scheme": address.scheme,
        "host": request.pretty_host,
        "path": address.path,
        "query": address.query,
        "header_names": sorted({name.lower() for name in request.headers}),
    }
    with RECORD.open("a", encoding="utf-8") as record:
        record.write(json.dumps(noted) + "\n")
    # Servers behind a proxy build their own addresses from these.
    request.headers["X-Forwarded-Host"] = address.netloc
    request.headers["X-Forwarded-Proto"] = address.scheme


def server_connect(data: server_hooks.ServerConnectionHookData) -> None:
    """Refuse what was not mapped, before anything is sent: the product then gets a 502."""
    if data.server.address and data.server.address[0] not in LOOPBACK:
        data.server.error = "this address is not mapped"
