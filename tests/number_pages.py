"""Pages as a browser would get them without the theme's frame, for tests that read numbers off them."""

import markdown
from selectolax.lexbor import LexborHTMLParser

from publish.pages.contexts import Page, SiteContext

SITE = SiteContext(base_url="")


def body(page: Page) -> str:
    """The page's HTML, its front matter left out."""
    return str(markdown.markdown(page.text.split("---\n", 2)[2], extensions=["attr_list", "md_in_html", "tables"]))


def tree(page: Page) -> LexborHTMLParser:
    """The same, to be asked for elements."""
    return LexborHTMLParser(body(page))
