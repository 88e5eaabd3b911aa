import { createApp } from "vue";
import "../tokens.css";
import "../base.css";
import "../components/controls.css";
import "./desk.css";
import { applySettings } from "@/settings";
import DeskApp from "./DeskApp.vue";
import { createDeskRouter } from "./router";

applySettings();
createApp(DeskApp).use(createDeskRouter()).mount("#app");
