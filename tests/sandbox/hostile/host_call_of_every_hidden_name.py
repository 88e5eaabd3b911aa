# expects: screen
# says: []
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    names = ["admin", "host.secrets", "person.list", "person.read-all", "store.list", "sql", "env", "config.get", "token.mint", "consent.give", "payment.pay", "keys.sign", "gesture.mint", "intent.sign", "registry.publish"]
    granted = [name for name in names if '"granted"' in ctx.store._host_call(name, "{}")]
    return ui.screen(str(granted))
