# expects: screen
# capabilities: store.get, store.put
# says: nothing
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    keys = ["../other", "other 11010119900307109X k", "k%", "k_", "%", "*", "k\x00", "k\nk", "ｋ", "e\u0301", "K\u200b", "k" * 500, "", " k", "k ", "./k", "k/../../k", "k;drop table host_stored", "k' or '1'='1", "\u202ek"]
    outcomes = set()
    for key in keys:
        answer = json.loads(ctx.store._host_call("store.get", json.dumps({"key": key})))
        outcomes.add(answer.get("code") or str(answer["value"]["value"]))
    return ui.screen(" ".join(sorted(outcomes - {"host.payload-refused", "None"})) or "nothing")
