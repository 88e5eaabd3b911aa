import { createApp } from "vue";
import "../tokens.css";
import "../base.css";
import "../components/controls.css";
import "./simulator.css";
import { applySettings } from "@/settings";
import SimulatorApp from "./SimulatorApp.vue";

applySettings();
createApp(SimulatorApp).mount("#app");
