"""SPARQL engines elsewhere, and files at an http(s) address; whatever is here needs httpx.

Nothing of this is imported, and nothing is sent, unless a user names an address.
"""

from whyso.graph.errors import WhysoError

try:
    import httpx as _httpx
except ImportError:
    raise WhysoError("addresses need httpx: pip install 'whyso[remote]'") from None

from whyso.graph.remote.argument import RemoteArgument
from whyso.graph.remote.opening import download, open_address
from whyso.graph.remote.publishing import Written, publish
from whyso.graph.remote.settings import Settings
from whyso.graph.remote.store import RemoteStore

__all__ = [
    "RemoteArgument",
    "RemoteStore",
    "Settings",
    "Written",
    "download",
    "open_address",
    "publish",
]

del _httpx
