"""Personal data: found however it is written, and masked before anything leaves the desk."""

from publish.privacy.address import is_personal
from publish.privacy.mask import Contacts, contacts_of, keep_public, mask, masked, public_contacts
from publish.privacy.match import DataKind, Match
from publish.privacy.search import find

__all__ = [
    "Contacts", "DataKind", "Match", "contacts_of", "find", "is_personal", "keep_public", "mask", "masked",
    "public_contacts",
]  # fmt: skip
