"""A mini-app on componentize-py directly: no guest SDK of ours, only the WIT world and JSON."""

import json

import wit_world
from wit_world.imports import host


class WitWorld(wit_world.WitWorld):
    def handle(self, request: str) -> str:
        call = json.loads(request.partition("\n")[2])
        if call["kind"] == "action":
            host.call("store.put", json.dumps({"key": "count", "value": 1}))
            return json.dumps({"kind": "action", "action": {"outcome": "done"}})
        counted = json.loads(host.call("store.get", json.dumps({"key": "count"})))["value"]["value"]
        body = [{"component": "Text", "text": f"{call['name']} {counted}"}]
        return json.dumps({"kind": "screen", "screen": {"title": "计数", "body": body}})

    def prepare(self, bytecode: str) -> str:
        return ""

    def compile_package(self, sources: str) -> str:
        return json.dumps({"kind": "error", "type": "Unsupported", "message": "this component compiles nothing"})
