"""Public pages kept in the process for as long as nothing public changes (`decisions/0008`).

What an anonymous reader gets depends on the address, the public version and the Paris day alone: what the tag of a
page says (ruling 23). So a page built for one reader serves the next.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from flask import Response

MOST_BYTES = 6 * 1024 * 1024
PLAIN_HEADERS = {"Content-Type", "Content-Length"}


class KeptPages:
    """The pages of one tag, the least recently read leaving first when they weigh too much together."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._tag = ""
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def find(self, tag: str, address: str) -> Response | None:
        """The page of this address as it was built under this tag, or None."""
        with self._lock:
            if tag != self._tag or address not in self._pages:
                return None
            self._pages.move_to_end(address)
            return Response(self._pages[address], mimetype="text/html")

    def keep(self, tag: str, address: str, response: Response) -> None:
        """Keep a page that was just built, when it is a whole HTML page and says nothing but itself."""
        if response.status_code != 200 or response.mimetype != "text/html" or response.is_streamed:
            return
        if set(response.headers.keys()) - PLAIN_HEADERS:
            return
        body = response.get_data()
        with self._lock:
            if tag != self._tag:
                self._pages.clear()
                self._tag, self._weight = tag, 0
            self._weight += len(body) - len(self._pages.pop(address, b""))
            self._pages[address] = body
            while self._weight > self._most:
                self._weight -= len(self._pages.popitem(last=False)[1])
