"""A served folder that counts the bytes of its answers: a worker's requests are seen by no page."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".txt": "text/plain"}


@contextmanager
def counted_folder(folder: Path) -> Iterator[tuple[str, Callable[[], int]]]:
    """Serve a folder, texts with gzip; gives its address and a count of the bytes of all bodies sent so far."""
    sent: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].lstrip("/")
            path = folder / (f"{name}index.html" if not name or name.endswith("/") else name)
            if not path.is_file():
                self.send_error(404)
                return
            is_text = path.suffix in _TYPES
            body = gzip.compress(path.read_bytes(), 6) if is_text else path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", _TYPES.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            if is_text:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)
            sent.append(len(body))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", lambda: sum(sent)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
