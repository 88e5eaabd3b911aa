import { defineConfig, mergeConfig } from "vite";
import base, { SOURCES } from "./vite.config.ts";

/** The simulator of `gkb dev`: a page of its own, because the SDK carries it and the phone must not. */
export default mergeConfig(
  { ...base, build: { ...base.build, rolldownOptions: {} } },
  defineConfig({
    root: `${SOURCES}/simulator`,
    publicDir: false,
    build: { outDir: "../../dist-simulator", emptyOutDir: true },
  }),
);
