# expects: screen
# capabilities: case.status
# says: host.payload-refused
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    fields = ["personId", "person_id", "subject", "user", "userId", "app", "appId", "app_id", "tenant", "caller", "on_behalf_of", "role", "idNumber", "session", "principal", "department", "sender"]
    honest = {"purpose": "test"}
    codes = set()
    for field in fields:
        answer = json.loads(ctx.store._host_call('case.status', json.dumps(honest | {field: "11010119900307109X"})))
        codes.add(answer.get("code", "granted"))
    return ui.screen(" ".join(sorted(codes)))
