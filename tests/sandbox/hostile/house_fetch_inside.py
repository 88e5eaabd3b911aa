# expects: screen
# capabilities: http.fetch
# says: nothing
import json

from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    urls = ["http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "https://2130706433/", "https://10.0.0.1/", "gopher://127.0.0.1:6379/_PING"]
    codes = {json.loads(ctx.store._host_call("http.fetch", json.dumps({"url": url}))).get("code", "granted") for url in urls}
    return ui.screen(" ".join(sorted(code for code in codes if not code.startswith("host.fetch-"))) or "nothing")
