"""Who asks: from the environment or netrc, in the way that the server wants to be told."""

import os
from collections.abc import Generator
from typing import Final

import httpx

from whyso.graph.errors import InputError
from whyso.graph.remote.address import is_loopback, origin

__all__ = ["Credentials"]

_VARIABLES: Final = ("WHYSO_TOKEN", "WHYSO_USER", "WHYSO_PASSWORD")


class Credentials(httpx.Auth):
    """Name and password, or a token, for one address (RFC 7617, 7616 and 6750).

    A password is told when it is asked for, in the way that is asked for: Basic or Digest. What
    others on the way could read, a token or Basic, goes over https or stays on this machine.

    Args:
        url: where they are for; they are sent nowhere else.
        environment: whether ``WHYSO_TOKEN``, or ``WHYSO_USER`` and ``WHYSO_PASSWORD``, count; if
            not, or if they are not set, only netrc does, which names the host.

    Raises:
        InputError: netrc cannot be read, or a variable is missing or has a character that no header
            may have.
    """

    def __init__(self, url: str, *, environment: bool = True) -> None:
        self._home = origin(url)
        self._safe = url.lower().startswith("https:") or is_loopback(url)
        token, user, password = (
            os.environ.get(name, "") if environment else "" for name in _VARIABLES
        )
        if (user == "") != (password == "") and not token:
            missing = _VARIABLES[1 if user == "" else 2]
            raise InputError(f"{missing} is not set, but the other of the two is")
        if not (token or user):
            user, password = _of_netrc(self._home[1])
        if not all(mark.isprintable() for mark in token):
            raise InputError("WHYSO_TOKEN: a character that no header may have")
        self._token, self._user, self._password = token, user, password
        self._basic = False
        self._digest = httpx.DigestAuth(user, password)

    @property
    def known(self) -> bool:
        """Whether there is anything to tell.

        >>> Credentials("https://nowhere.example/", environment=False).known
        False
        """
        return bool(self._token or self._user)

    def hidden(self, text: str) -> str:
        """Return a text without what is secret.

        >>> Credentials("https://nowhere.example/", environment=False).hidden("a text")
        'a text'
        """
        for secret in (self._token, self._password):
            text = text.replace(secret, "***") if len(secret) > 2 else text
        return text

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request; if who asks must be told, tell it.

        >>> request = httpx.Request("GET", "https://nowhere.example/")
        >>> found = Credentials("https://nowhere.example/", environment=False)
        >>> next(found.auth_flow(request)) is request
        True
        """
        if not self.known or origin(str(request.url)) != self._home:
            yield request
            return
        if self._token:
            self._check("a token")
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request
            return
        if self._basic:
            yield self._with_basic(request)
            return
        flow = self._digest.auth_flow(request)
        response = yield next(flow)
        ways = [way.lower() for way in response.headers.get_list("www-authenticate")]
        if response.status_code != 401:
            return
        if any(way.startswith("digest") for way in ways):
            try:
                again = flow.send(response)
            except (StopIteration, ValueError, KeyError, httpx.ProtocolError):
                raise InputError("a password is asked for in a way that is not known") from None
            yield again
        elif any(way.startswith("basic") for way in ways):
            self._basic = True
            yield self._with_basic(request)

    def _with_basic(self, request: httpx.Request) -> httpx.Request:
        self._check("a password")
        return next(httpx.BasicAuth(self._user, self._password).auth_flow(request))

    def _check(self, what: str) -> None:
        if not self._safe:
            raise InputError(f"{what} is not sent over http, where others can read it; use https")


def _of_netrc(host: str) -> tuple[str, str]:
    """Return name and password from ``~/.netrc``, or the file that NETRC names."""
    import netrc

    try:
        found = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except FileNotFoundError:
        return "", ""
    except netrc.NetrcParseError as error:
        raise InputError(f"{error.filename}: line {error.lineno}: cannot be read") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"netrc: cannot be read: {type(error).__name__}") from None
    return (found[0], found[2]) if found else ("", "")
