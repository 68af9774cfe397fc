"""The addresses that a user may name, and how they are shown."""

from urllib.parse import urlsplit, urlunsplit

from whyso.graph.errors import InputError

__all__ = ["is_loopback", "of_user", "origin", "shown"]


def of_user(target: str) -> str:
    """Return an address as it is used: without a fragment.

    Raises:
        InputError: it is broken, or a name and password stand in it.

    >>> of_user("https://example.org/sparql#top")
    'https://example.org/sparql'
    >>> of_user("https://me:secret@example.org/sparql")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: https://example.org/sparql: no password belongs into an \
address, where others see it; set WHYSO_USER and WHYSO_PASSWORD, or write it into ~/.netrc
    """
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InputError(f"{shown(target)}: not an address: {error}") from None
    if not host or any(mark.isspace() or ord(mark) < 32 for mark in target):
        raise InputError(f"{shown(target)!r}: not an address")
    if parts.username is not None or parts.password is not None:
        raise InputError(
            f"{shown(target)}: no password belongs into an address, where others see it; set "
            "WHYSO_USER and WHYSO_PASSWORD, or write it into ~/.netrc"
        )
    return urlunsplit(parts._replace(fragment=""))


def shown(url: str) -> str:
    """Return an address as messages show it: without name, password, parameters and fragment.

    >>> shown("https://me:secret@example.org:8080/sparql?key=secret")
    'https://example.org:8080/sparql'
    """
    scheme, _, rest = url.partition("://")
    place = rest.split("?")[0].split("#")[0]
    host, slash, path = place.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address.

    >>> origin("https://Example.org/sparql")
    ('https', 'example.org', 443)
    """
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(scheme)


def is_loopback(url: str) -> bool:
    """Tell whether an address is on this machine.

    >>> is_loopback("http://127.0.0.1:7878/query"), is_loopback("http://127.example.org/")
    (True, False)
    """
    import ipaddress

    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
