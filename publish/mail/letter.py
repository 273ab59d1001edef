"""What every mail of ours is made of: headers that stay whole, names in them, templates, styles put into the tags."""

from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, Policy
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from caifeng.resources import resource
from publish.mail.escape_mail import header


def mailbox(name: str, address: str) -> Address:
    """A From or To value: a name that cannot start another header, and a checked address."""
    username, _, domain = address.rpartition("@")
    return Address(header(name, 30), username, domain)


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header that stays on one line: folding would turn a long address into encoded words that nobody follows."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", _Unfolded)
    registry.map_to_type("list-id", _Unfolded)
    return registry


POLICY = SMTP.clone(header_factory=_registry())


@cache
def templates() -> Environment:
    """Templates of mails: HTML is escaped, plain text is not."""
    return Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def inliner() -> CSSInliner:
    """Moves classes into style attributes, for mail clients that know no others; at-rules stay."""
    return CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)  # at-rules: dark mode
