"""Built pages behind the product's security headers, with a server that answers as the contract says: for tests of what
is drawn and sent. What the product itself answers is tested where the product runs.
"""

import json
import mimetypes
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

from backend.core.web.door import SECURITY_HEADERS
from tests.shell import gallery
from tests.shell.workbench import Workbench

SHELL = Path(__file__).parents[2] / "backend" / "shell"
PHONE_PAGES = SHELL / "dist"
SIMULATOR_PAGES = SHELL / "dist-simulator"
API = "/api/v1/"

APPS = [
    {
        "id": "gallery",
        "name": "示例服务大全",
        "shortName": "示例服务",
        "description": "每一种组件与字段",
        "department": {"name": "兰州市民政局（演示）"},
        "icon": "layout-grid",
        "opens": "words",
    },
    {
        "id": gallery.OTHER_APP,
        "name": "采暖补贴申请",
        "shortName": "采暖补贴",
        "description": "按面积发放",
        "department": {"name": "甘肃省住房和城乡建设厅（演示）"},
        "icon": "flame",
        "opens": "status",
    },
]
REGIONS = {
    "620000": {"620100": "兰州市", "620200": "嘉峪关市"},
    "620100": {"620102": "城关区", "620103": "七里河区"},
    "620102": {"620102001": "酒泉路街道"},
}
Answer = tuple[int, Any]


@dataclass
class Stand:
    """What the server knows and what it was sent. Tests change `answers` to make it refuse."""

    url: str = ""
    received: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    gestures: set[str] = field(default_factory=set)
    # Answers for an action by name; the usual one is a receipt.
    answers: dict[str, Callable[[Any], Answer]] = field(default_factory=dict)
    file_status: int = 201
    workbench: Workbench = field(default_factory=Workbench)
    _minted: int = 0

    def gesture(self) -> str:
        """A new gesture, good for one action."""
        self._minted += 1
        self.gestures.add(f"gesture-{self._minted}")
        return f"gesture-{self._minted}"

    def sent(self, path: str) -> list[Any]:
        """Bodies of the requests to a path, oldest first."""
        return [body for _, place, _, body in self.received if place == API + path]

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> Answer:
        """What this request gets."""
        self.received.append((method, path, headers, body))
        if path.startswith("/api/simulator/"):
            return 200, self.workbench.answer(path.removeprefix("/api/simulator/"), body)
        words = path.removeprefix(API).strip("/").split("/")
        match words:
            case ["auth", "refresh"]:
                return 200, {"accessToken": "a", "refreshToken": "r", "expiresIn": 900}
            case ["me"]:
                return 200, {"id": "person-1", "name": "王小满"}
            case ["mini-apps"]:
                return 200, {"items": APPS}
            case ["regions", code, "children"]:
                found = [{"code": code, "name": name} for code, name in REGIONS.get(code, {}).items()]
                return 200, {"items": found, "nextCursor": None}
            case ["files"]:
                return self._file(headers, body)
            case ["mini-apps", _, "screens", screen]:
                return self._screen(screen)
            case ["mini-apps", _, "actions", action]:
                return self._act(action, body)
            case ["mini-apps", _, "launches"]:
                return self._launch(body)
        return 404, _problem(404, "web.not-found")

    def _screen(self, name: str) -> Answer:
        known = gallery.newer() if name == "newer" else gallery.screen(name if name in gallery.SCREENS else "words")
        return 200, {"screen": known, "gesture": self.gesture()}

    def _act(self, action: str, body: Any) -> Answer:
        if (refusal := self._spent(body)) is not None:
            return refusal
        if action in self.answers:
            return self.answers[action](body)
        receipt: dict[str, Any] = {"number": "2026-7K3QZ", "title": "已受理", "facts": [], "messageId": None}
        return 200, {"outcome": "done", "errors": [], "screen": None, "receipt": receipt, "gesture": None}

    def _launch(self, body: Any) -> Answer:
        if (refusal := self._spent(body)) is not None:
            return refusal
        target = next(app for app in APPS if app["id"] == body["app"])
        named = {"name": target["name"], "departmentName": APPS[1]["department"]}
        return 200, {"intent": "intent-1", "app": body["app"], "screen": "facts", **named}

    def _spent(self, body: Any) -> Answer | None:
        if body.get("gesture") not in self.gestures:
            return 403, _problem(403, "host.gesture-spent")
        self.gestures.remove(body["gesture"])
        return None

    def _file(self, headers: dict[str, str], body: Any) -> Answer:
        stored = {
            "id": "file-1",
            "name": unquote(headers["x-file-name"]),
            "mediaType": headers["content-type"],
            "bytes": len(body),
        }
        return (
            (201, stored) if self.file_status == 201 else (self.file_status, _problem(self.file_status, "files.broken"))
        )


def _problem(status: int, code: str) -> dict[str, Any]:
    return {"status": status, "code": code, "title": "没有办成", "type": "about:blank"}


@contextmanager
def standing(pages: Path) -> Iterator[Stand]:
    """Serve one of the builds on a free port."""
    stand = Stand()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"stand": stand, "pages": pages}))
    stand.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand
    finally:
        stand.workbench.close()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    """A browser that closes takes its connections with it; that is nobody's error."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that ended, and everything of what else went wrong."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as given to us


class _Handler(BaseHTTPRequestHandler):
    """Pages for a GET without /api/, the stand for everything else."""

    protocol_version = "HTTP/1.1"
    stand: ClassVar[Stand]
    pages: ClassVar[Path]

    def do_GET(self) -> None:
        """A file of the build, or an answer."""
        path = self.path.partition("?")[0]
        if path == "/api/simulator/events":
            self._stream()
        elif path.startswith("/api/"):
            self._answer(path, None)
        else:
            found = self.pages / path.lstrip("/")
            self._send(200, *_page(found if found.is_file() else self.pages / "index.html"))

    def do_POST(self) -> None:
        """An answer."""
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        is_json = self.headers.get("content-type") == "application/json"
        self._answer(self.path.partition("?")[0], json.loads(content) if is_json else content)

    def _answer(self, path: str, body: Any) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, told = self.stand.answer(self.command, path, headers, body)
        self._send(status, json.dumps(told).encode(), "application/json")

    def _send(self, status: int, content: bytes, media_type: str) -> None:
        self.send_response(status)
        for name, value in SECURITY_HEADERS:
            self.send_header(name.decode(), value.decode())
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        for event in self.stand.workbench.events():
            try:
                self.wfile.write(f"event: {event}\ndata: {{}}\n\n".encode())
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Silence."""


def _page(path: Path) -> tuple[bytes, str]:
    kind = "application/manifest+json" if path.suffix == ".webmanifest" else mimetypes.guess_type(path.name)[0]
    return path.read_bytes(), kind or "application/octet-stream"
