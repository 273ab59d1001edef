"""Digests: milliseconds to make one, mails a second over loopback with a durable ledger (python bench/digest.py)."""

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from caifeng.lake import DeliveryLedger
from caifeng.models import DeliveryState, Person
from publish.mail.deliver import deliver
from publish.mail.digest import DigestRequest, digest_mail
from publish.mail.mail import SmtpMessenger, SmtpServer
from tests.samples import sample_briefing
from tests.smtp_server import HOST, Post, serving

_MAILS = 500


def main() -> None:
    briefing, person = sample_briefing(), Person(name="总经理办", roles=("executive",))
    requests = [
        DigestRequest(
            briefing=briefing,
            person=person,
            address=f"reader{number}@example.org",
            sender="采风 <brief@example.org>",
            base_url="https://brief.example.org/",
            unsubscribe="mailto:leave@example.org",
            key=b"k" * 32,
        )
        for number in range(_MAILS)
    ]
    digest_mail(requests[0])  # templates compiled once
    spans, mails = [], []
    for request in requests:
        started = time.perf_counter()
        mails.append(digest_mail(request))
        spans.append(1000 * (time.perf_counter() - started))
    print(f"make: median {statistics.median(spans):.2f} ms, p95 {statistics.quantiles(spans, n=20)[-1]:.2f} ms")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder, serving(Post()) as post:
        smtp = SmtpMessenger(SmtpServer(host=HOST, port=post.port, sender="brief@example.org", security="none"))
        started = time.perf_counter()
        done = deliver(mails, smtp, DeliveryLedger(Path(folder), "bench"), datetime.now(UTC))
        span = time.perf_counter() - started
        smtp.close()
    sent = sum(delivery.state is DeliveryState.SENT for delivery in done)
    size = len(mails[0].message.as_bytes()) if mails[0].message else 0
    print(f"send: {sent} of {_MAILS} mails of {size} bytes in {span:.2f} s, {sent / span:.0f} mails/s, fsync each step")  # noqa: T201


if __name__ == "__main__":
    main()
