"""`gkb types`: the contract for editors, as TypeScript declarations and JSON Schemas."""

import argparse
import json
from pathlib import Path

import msgspec

from plugin_sdk.tools.outcome import Outcome, Told, machine_lacks
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "types"
HELP = Words(
    zh="输出 TypeScript 类型和 JSON Schema，让编辑器能补全",
    en="Write TypeScript types and JSON Schemas, so that editors complete",
)
SDK_PARENT = Path(__file__).resolve().parents[3]
OUT = ".gkb"
"""Hidden, so that neither the package nor the review sees it."""


def arguments(parser: CommandParser) -> None:
    """Where to."""
    parser.add_argument(
        "--out", default=OUT, help=parser.say(zh=f"写到哪里，默认 {OUT}", en=f"where to, default {OUT}")
    )


def run(options: argparse.Namespace) -> Outcome:
    """Write the files; a folder that cannot be written is 3."""
    from plugin_sdk.contract.schemas import schemas  # late: heavy
    from plugin_sdk.tools.typescript import declarations

    out = Path(options.out).resolve()
    known = schemas()
    texts = {**known, "outcome": msgspec.json.schema(Told)}
    files = {"contract.d.ts": declarations(known)}
    for name, schema in texts.items():
        files[f"schemas/{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    try:
        for name, text in files.items():
            place = out / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
    except OSError as wrong:
        raise machine_lacks(zh=f"不能写入 {out}：{wrong}", en=f"cannot write {out}: {wrong}") from wrong
    settings = {
        "json.schemas": [{"fileMatch": ["manifest.json"], "url": f"./{options.out}/schemas/manifest.json"}],
        "python.analysis.extraPaths": [str(SDK_PARENT)],
    }
    shown = json.dumps(settings, ensure_ascii=False, indent=2)
    return Outcome(
        said=Words(
            zh=f"已写入 {out}（{len(files)} 个文件）。SDK 自带 Python 类型（py.typed）。编辑器设置：\n{shown}",
            en=f"Wrote {len(files)} files to {out}. The SDK itself is typed (py.typed). Editor settings:\n{shown}",
        ),
        data={"folder": str(out), "files": sorted(files), "settings": settings},
    )
