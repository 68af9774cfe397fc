"""How an argument shows itself in a notebook: the page in a frame, above a picture of it.

The frame may run its own scripts and nothing else: it has no access to the notebook, and the page's
policy allows no request. Where a notebook is shown without frames (one that is not trusted, or on a
forge), the frame is left out and the picture beneath it stays. Large arguments are shown as a
picture only.
"""

import base64
from html import escape
from typing import TYPE_CHECKING, Final

from whyso.graph.model.records import text_in
from whyso.graph.view.cards import JOINT, chart
from whyso.graph.view.details import details, title_of
from whyso.graph.view.page import MOST_STILL, page
from whyso.graph.view.pictures.picture import draw
from whyso.graph.view.pictures.scene import first_level
from whyso.graph.view.verdicts import about_verdict

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["notebook"]

HEIGHT: Final = 640
_HINT: Final = 'The interactive page: <code>g.to_html("map.html")</code>'


def notebook(g: "ArgumentGraph", *, lang: str = "en") -> str:
    """Return the HTML that shows an argument in a notebook.

    >>> from whyso.graph import sample
    >>> notebook(sample()).count('sandbox="allow-scripts"')
    1
    """
    drawn = chart(g.to_networkx())
    title = text_in(title_of(g, drawn), lang)
    shown = draw(
        drawn,
        details(g),
        title=title,
        verdict=about_verdict(g),
        lang=lang,
        show=first_level(drawn),
    )
    data = base64.b64encode(shown.encode()).decode()
    source = f'src="data:image/svg+xml;base64,{data}" alt="{escape(f"{title} {g!r}")}" width="100%"'
    if sum(card.kind != JOINT for card in drawn.cards) > MOST_STILL:
        return f"<div><img {source}><p>{_HINT}</p></div>"
    quoted = page(g, lang=lang).replace("&", "&amp;").replace("'", "&#39;")
    return (
        f'<div style="position:relative;height:{HEIGHT}px;overflow:hidden">'
        f'<img {source} style="height:100%;object-fit:contain">'
        f'<iframe sandbox="allow-scripts" title="{escape(title)}" width="100%" height="{HEIGHT}" '
        f"style=\"position:absolute;inset:0;border:0\" srcdoc='{quoted}'></iframe></div>"
    )
