"""Whose mailboxes a notice goes to: those of today, or those that were written down when it was first to be sent."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from email.message import EmailMessage

from caifeng.models import Notice, Person
from publish.mail.address import recipient_hash
from publish.mail.deliver import Envelope
from publish.mail.notice_view import NoticeView
from publish.mail.notices import mail_envelope
from publish.mail.subscribers import Postbox


class NoticeMails:
    """Makes the mails of notices for a desk's people."""

    def __init__(self, people: Sequence[Person], written: Mapping[str, tuple[str, ...]], postbox: Postbox) -> None:
        """``written``: each person's addresses, by name."""
        self._people = {person.name: person for person in people}
        self._written, self._postbox = written, postbox

    def envelopes(
        self, notice: Notice, view: NoticeView, recipients: Collection[str]
    ) -> Iterator[Envelope[EmailMessage]]:
        """One for every address of the notice's person; one without a message where there is none.

        ``recipients``: the hashes written down at the first attempt, empty before it. These alone are meant then, and
        one whose address is set no more gets an envelope without a message.
        """
        for name in notice.persons:
            person = self._people.get(name, Person(name=name))
            now = {
                recipient_hash(address, self._postbox.key): mail_envelope(notice, view, person, address, self._postbox)
                for address in self._written.get(name, ())
            }
            if recipients:
                yield from (now.get(mark) or self._nowhere(notice, mark, "the address is set no more")
                            for mark in recipients)  # fmt: skip
            elif now:
                yield from now.values()
            else:
                yield self._nowhere(notice, recipient_hash(name, self._postbox.key), _why(person))

    def _nowhere(self, notice: Notice, mark: str, why: str) -> Envelope[EmailMessage]:
        return Envelope(
            date=notice.made_at.date(),
            revision=0,
            recipient_hash=mark,
            address="",
            message=None,
            notice=notice.id,
            why_none=why,
        )


def _why(person: Person) -> str:
    return f"no address: {person.mail} is empty" if person.mail else "no address: no variable is named for it"
