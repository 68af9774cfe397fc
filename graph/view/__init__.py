"""Drawing an argument: the interactive page."""

from whyso.graph.view.page import page, write_page

__all__ = ["page", "write_page"]
