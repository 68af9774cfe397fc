"""One request to a server and its whole answer: tried again where that is safe, never endless."""

import email.utils
import random
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

import httpx

from whyso.graph.errors import InputError, OutputError, UnansweredError, WhysoError
from whyso.graph.remote.address import origin, shown
from whyso.graph.remote.credentials import Credentials
from whyso.graph.remote.settings import Settings

__all__ = ["Body", "Connection", "Reply"]

_BUSY: Final = (429, 502, 503, 504)
_MOVED: Final = (301, 302, 303, 307, 308)
_HOPS: Final = 5
_CONNECTING: Final = 10.0  # seconds
_HEAVY: Final = 10_000_000  # bytes that are sent: so many more get as long again
_UNSENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its *status*, *headers* and whole *content*, unpacked; *url* is where it is from.

    >>> Reply(200, httpx.Headers({"Content-Type": "text/turtle; charset=utf-8"}), b"", "").kind
    'text/turtle'
    """

    status: int
    headers: httpx.Headers
    content: bytes
    url: str

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        found: str = self.headers.get("content-type", "")
        return found.partition(";")[0].strip().lower()


class Body(httpx.SyncByteStream):
    """A request's body that can be sent twice, piece by piece.

    Args:
        pieces: returns the pieces anew each time.

    >>> body = Body(lambda: iter([b"a", b"b"]))
    >>> list(body) == list(body)
    True
    """

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces()


class Connection:
    """A connection to one server, kept open between requests.

    Proxies and certificates are those of the environment, as httpx takes them (``HTTPS_PROXY``,
    ``NO_PROXY``, ``SSL_CERT_FILE``).

    Args:
        url: the server's address; credentials are told there and nowhere else.
        settings: limits.
        environment: whether credentials of the environment count, or only those of netrc.

    >>> here = Connection("http://127.0.0.1:9/", Settings(tries=1))
    >>> here.send("GET", "http://127.0.0.1:9/", headers={})
    Traceback (most recent call last):
    whyso.graph.errors.InputError: http://127.0.0.1:9/: it cannot be reached: ...
    """

    def __init__(self, url: str, settings: Settings, *, environment: bool = True) -> None:
        self.settings = settings
        self.credentials = Credentials(url, environment=environment)
        self.pause: Callable[[float], None] = time.sleep
        self._shown = shown(url)
        self._client: httpx.Client | None = None

    def close(self) -> None:
        """Close the connection; the next request opens a new one.

        >>> Connection("http://127.0.0.1:9/", Settings()).close()
        """
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        parameters: Iterable[tuple[str, str]] = (),
        content: bytes | Body | None = None,
        writes: bool = False,
        twice: bool = True,
    ) -> Reply:
        """Return the whole answer to a request, whatever its status.

        It is sent again where a server is too busy (429, 502, 503, 504) or the connection breaks,
        after a while that grows, or that the server asks for (``Retry-After``, RFC 9110).

        Args:
            method: of HTTP.
            url: where to.
            headers: of the request.
            parameters: put behind the address.
            content: the body.
            writes: whether it changes something there: what fails is an output then.
            twice: whether it does no harm if it is carried out twice. If it does, it is sent again
                only if it has surely not been carried out.

        Raises:
            InputError: there is no whole answer; OutputError if it *writes*.
            UnansweredError: it took too long.
        """
        fault = OutputError if writes else InputError
        pairs = list(parameters)
        target = str(httpx.URL(url, params=pairs)) if pairs else url
        for attempt in range(1, self.settings.tries + 1):
            reply, again, reason = None, twice, ""
            try:
                reply = self._once(method, target, headers, content, writes)
            except httpx.TimeoutException as error:
                if not isinstance(error, _UNSENT):
                    raise self._late() from None
                reason, again = "it cannot be reached", True
            except _UNSENT as error:
                reason, again = f"it cannot be reached: {_told(error)}", True
            except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
                reason = f"the connection broke: {_told(error)}"
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
                raise fault(f"{self._shown}: {_told(error)}") from None
            if reply is not None:
                if reply.status not in _BUSY:
                    return reply
                again = twice or reply.status == 429
                reason = f"it is too busy (status {reply.status})"
            pause = self._pause(attempt, reply)
            if not again:
                reason += "; whether the change was made is not known, so it was not sent again"
            if not again or attempt == self.settings.tries or pause > self.settings.timeout:
                break
            self.pause(pause)
        if again and pause > self.settings.timeout:
            reason += f" and asks to be left alone for {pause:.0f} s"
        elif again and attempt > 1:
            reason += f", also after {attempt} tries"
        raise fault(f"{self._shown}: {self.credentials.hidden(reason)}")

    def _pause(self, attempt: int, reply: Reply | None) -> float:
        """Return how many seconds to wait before the next try."""
        said = reply.headers.get("retry-after", "").strip() if reply else ""
        if said.isdecimal():
            return float(said[:9])
        if said and (parsed := email.utils.parsedate_tz(said)) is not None:
            return max(0.0, email.utils.mktime_tz(parsed) - time.time())
        return float(min(30.0, 0.5 * 2 ** (attempt - 1)) * random.uniform(0.75, 1.25))  # noqa: S311

    def _late(self) -> UnansweredError:
        self.close()
        return UnansweredError(
            f"{self._shown}: no whole answer within {self.settings.timeout:g} s; ask for less, or "
            "allow more with WHYSO_TIMEOUT"
        )

    def _once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | Body | None,
        writes: bool,
    ) -> Reply:
        """Send a request, and again where the same server says that it has moved."""
        length = int(
            headers.get("Content-Length", len(content) if isinstance(content, bytes) else 0)
        )
        end = time.monotonic() + self.settings.timeout * (1 + length / _HEAVY)
        for _ in range(_HOPS):
            reply = self._within(end, method, url, headers, content)
            place = reply.headers.get("location")
            if reply.status not in _MOVED or place is None:
                return reply
            moved = urljoin(url, place)
            if not _is_near(url, moved):
                reason = f"it sends on to {shown(moved)}, which is not the same server"
                raise (OutputError if writes else InputError)(
                    f"{self._shown}: {reason}; name that address if you trust it"
                )
            if reply.status == 303 and not writes:
                method, content = "GET", None
            url = moved
        raise ValueError(f"it sends on more than {_HOPS} times")

    def _within(
        self,
        end: float,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | Body | None,
    ) -> Reply:
        """Return the answer, or give up at a time, however slowly it comes in."""
        client = self._open()
        rest = max(0.1, end - time.monotonic())
        timeout = httpx.Timeout(rest, connect=min(rest, _CONNECTING))
        found: list[Reply] = []
        raised: list[BaseException] = []

        def receive() -> None:
            try:
                request = client.build_request(
                    method, url, headers=headers, content=content, timeout=timeout
                )
                response = client.send(request, stream=True, auth=self.credentials)
                try:
                    data = self._body(response)
                finally:
                    response.close()
                found.append(Reply(response.status_code, response.headers, data, url))
            except BaseException as error:
                raised.append(error)

        thread = threading.Thread(target=receive, daemon=True)
        thread.start()
        thread.join(rest)
        if thread.is_alive():
            raise httpx.ReadTimeout("")
        if raised:
            error = raised[0]
            if isinstance(error, WhysoError):
                raise type(error)(f"{self._shown}: {error}")
            raise error
        return found[0]

    def _open(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(headers={"User-Agent": "whyso"})
            weakref.finalize(self, self._client.close)
        return self._client

    def _body(self, response: httpx.Response) -> bytes:
        limit = self.settings.max_bytes
        pieces, length = [], 0
        for piece in response.iter_bytes():
            length += len(piece)
            if length > limit:
                raise InputError(
                    f"the answer is longer than {limit:,} bytes; ask for less, or allow more with "
                    "WHYSO_MAX_BYTES"
                )
            pieces.append(piece)
        return b"".join(pieces)


def _is_near(url: str, moved: str) -> bool:
    """Tell whether an address is on the same server, or the same one by https."""
    old, new = origin(url), origin(moved)
    return new == old or (old[:1] + new[:1] == ("http", "https") and old[1] == new[1])


def _told(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:200] or type(error).__name__
