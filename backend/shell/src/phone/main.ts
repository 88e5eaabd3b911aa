import { createApp } from "vue";
import "../tokens.css";
import "../base.css";
import "../components/controls.css";
import { isKiosk } from "@/kiosk";
import { applySettings } from "@/settings";
import PhoneApp from "./PhoneApp.vue";
import { createPhoneRouter } from "./router";

const RELOADED = "kuaiban.reloaded-at";
const ONCE_A_MINUTE = 60_000;

// After a release the parts of the old version are gone; fetching the new page cures it. Not in a loop, though.
window.addEventListener("vite:preloadError", (event) => {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (Date.now() - last < ONCE_A_MINUTE) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED, String(Date.now()));
  window.location.reload();
});

if (isKiosk) document.documentElement.dataset.entry = "kiosk";
// On a machine for everybody nothing is kept, not even the parts of the page.
else if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without it everything works, only not without a network.
  void navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}

applySettings();
createApp(PhoneApp).use(createPhoneRouter()).mount("#app");
