"""The simulator's own pages: built by Vite, carried by the SDK's wheel, found beside the shell in a checkout."""

import mimetypes
from pathlib import Path

from plugin_sdk.tools.simulator.http import Response

HERE = Path(__file__).resolve().parent
PLACES = (HERE / "pages", HERE.parents[2] / "backend" / "shell" / "dist-simulator")
PAGE = "index.html"
MISSING = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>甘快办模拟器</title>
<h1>模拟器页面还没有构建</h1>
<p>接口可以使用；要看到手机界面，请在源码目录运行 <code>make shell</code>，或安装完整的 SDK 安装包。</p>
<p lang="en">The pages are not built. Run <code>make shell</code> in a checkout, or install the whole SDK.</p>
</html>"""


def pages_folder() -> Path | None:
    """Where the built pages are, if they are."""
    return next((place for place in PLACES if (place / PAGE).is_file()), None)


def page(path: str) -> Response | None:
    """The file behind an address; an unknown page is the entry page. None for what is no page and no file."""
    folder = pages_folder()
    if folder is None:
        return Response(200, "text/html; charset=utf-8", MISSING.encode()) if path == "/" else None
    wanted = (folder / path.lstrip("/")).resolve() if path != "/" else folder / PAGE
    if not wanted.is_relative_to(folder.resolve()) or not wanted.is_file():
        if "." in path.rpartition("/")[2]:
            return None
        wanted = folder / PAGE
    return Response(200, _media_type(wanted), wanted.read_bytes())


def _media_type(path: Path) -> str:
    if path.suffix in {".js", ".mjs"}:
        return "text/javascript; charset=utf-8"
    if path.suffix == ".webmanifest":
        return "application/manifest+json"
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
