"""A bucket of our own: objects in memory behind the S3 API, for whoever signs as Signature Version 4 says.

It computes the signature anew from the request (AWS General Reference, "Create a signed AWS API request") and shares no
code with the client.
"""

import hashlib
import hmac
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

KEY, SECRET, REGION, BUCKET = "AKTEST", "not a secret, only for tests", "cn-northwest-1", "kuaiban-files"
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>[^,]+), ?SignedHeaders=(?P<signed>[^,]+), ?Signature=(?P<seal>\w+)"
)


@dataclass
class Bucket:
    """What lies in it, and how it is to behave."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    status: int | None = None  # answer everything so
    hangs: float = 0.0


class Handler(BaseHTTPRequestHandler):
    """Puts, gets and deletes; `bucket` is set by whoever makes the server."""

    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def do_PUT(self):
        if (content := self._content()) is not None:
            self.bucket.objects[self.path] = content
            self._say(200, etag=f'"{hashlib.md5(content).hexdigest()}"')  # noqa: S324 - what S3 calls an entity tag

    def do_GET(self):
        if self._content() is not None:
            found = self.bucket.objects.get(self.path)
            self._say(404 if found is None else 200, found or b"")

    def do_POST(self):
        """DeleteObjects: many at once, and what was not there counts as deleted."""
        content = self._content()
        if content is not None and self.path.endswith("?delete"):
            keys = [one.decode() for one in re.findall(rb"<Key>([^<]+)</Key>", content)]
            for key in keys:
                self.bucket.objects.pop(f"/{BUCKET}/{key}", None)
            gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            self._say(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _content(self):
        """What came with the request; None when it was answered already."""
        content = self.rfile.read(int(self.headers.get("content-length", "0")))
        time.sleep(self.bucket.hangs)
        fault = fault_of(self.command, self.path, dict(self.headers.items()), content)
        if fault:
            self.bucket.refused.append(fault)
        status = self.bucket.status or (403 if fault else None)
        if status:
            self._say(status)
            return None
        return content

    def _say(self, status, body=b"", etag='"x"'):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("etag", etag)
        self.send_header("last-modified", "Sat, 28 Nov 2026 00:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """Quiet."""


@contextmanager
def running() -> Iterator[Bucket]:
    """Serve on a free port of this machine while the block runs."""
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"bucket": bucket}))
    bucket.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()


def fault_of(method, path, headers, content):
    """Why the request is not what it says it is; None when it is."""
    given = {name.lower(): value for name, value in headers.items()}
    found = AUTHORIZATION.fullmatch(given.get("authorization", ""))
    if not found or found["key"] != KEY:
        return "no such key"
    hashed = given["x-amz-content-sha256"]
    if hashed not in {"UNSIGNED-PAYLOAD", hashlib.sha256(content).hexdigest()}:
        return "another content"
    address = urlsplit(path)
    signed = found["signed"].split(";")
    lines = [f"{name}:{' '.join(given[name].split())}" for name in signed]
    query = f"{address.query}=" if address.query and "=" not in address.query else address.query
    canonical = "\n".join([method, address.path, query, *lines, "", found["signed"], hashed])
    said = "\n".join(
        ["AWS4-HMAC-SHA256", given["x-amz-date"], found["scope"], hashlib.sha256(canonical.encode()).hexdigest()]
    )
    key = f"AWS4{SECRET}".encode()
    for part in found["scope"].split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    if found["scope"].split("/")[1] != REGION:
        return "another region"
    return None if hmac.compare_digest(hmac.digest(key, said.encode(), "sha256").hex(), found["seal"]) else "wrong seal"
