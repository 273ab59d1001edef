"""A request for one person's digest, and what its reader sees of the answer."""

from dataclasses import replace
from email.message import EmailMessage

from selectolax.lexbor import LexborHTMLParser

from caifeng.models import Briefing, Person
from publish.mail.digest import DigestRequest

BOSS = Person(name="总经理办", roles=("executive",))
IMAGE = Person(name="公关部", roles=("owner",), topics=("企业形象",))
LOGISTICS = Person(name="物流部", roles=("owner",), topics=("物流",))
SITE = "https://brief.lanchuan.example/caifeng"


def request(briefing: Briefing, person: Person = BOSS, **changes: str) -> DigestRequest:
    asked = DigestRequest(
        briefing=briefing,
        person=person,
        address="boss@example.org",
        sender="采风 <brief@example.org>",
        base_url=SITE,
        unsubscribe="mailto:leave@example.org?subject=leave",
        key=b"k" * 32,
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def parts(message: EmailMessage) -> tuple[str, str]:
    """Text part and HTML part, decoded."""
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert page is not None
    return str(text.get_content()), str(page.get_content())


def visible(page: str) -> str:
    """What a reader of the HTML part sees, without the preheader."""
    tree = LexborHTMLParser(page)
    for hidden in tree.css("style, title, .pre"):
        hidden.decompose()
    assert tree.body is not None
    return tree.body.text(separator=" ")
