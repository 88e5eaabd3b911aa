# expects: screen
# says: []
from plugin_sdk.guest import MiniApp, ui

app = MiniApp()


@app.screen("home")
def home(ctx, data):
    names = ["STORE.GET", " store.get", "store.get ", "store.get\x00", "store．get", "ｓtore.get", "store.get\u200b", "store/get", "../store.get", "store.get#", "store.get;person.read", ""]
    granted = [name for name in names if '"granted"' in ctx.store._host_call(name, "{}")]
    return ui.screen(str(granted))
