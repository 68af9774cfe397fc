"""Drawing an argument: the interactive page, pictures, and parts of it to draw."""

from whyso.graph.view.page import page, write_page
from whyso.graph.view.part import part
from whyso.graph.view.partial import filled
from whyso.graph.view.pictures.picture import picture, write_picture

__all__ = ["filled", "page", "part", "picture", "write_page", "write_picture"]
