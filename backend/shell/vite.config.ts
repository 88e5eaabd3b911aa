import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

/** One entry per page we show, all on the same components; the portal joins here. */
const ENTRIES = { phone: "index.html", desk: "desk.html" };

// A folder name may hold spaces or Chinese characters, which a URL would escape.
export const SOURCES = decodeURIComponent(new URL("./src", import.meta.url).pathname);

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { "@": SOURCES } },
  build: {
    // Phones of herders and grandparents are old; these versions still get security fixes or are the last of their line.
    target: ["chrome87", "safari14", "firefox88"],
    rolldownOptions: { input: ENTRIES },
    // A data: URI for a script or style would be refused by our own content security policy.
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
