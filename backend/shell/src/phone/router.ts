import { watch } from "vue";
import { createRouter, createWebHistory, type Router, START_LOCATION } from "vue-router";
import { signedIn } from "@/api/session";
import { isKiosk, KIOSK_HOME } from "@/kiosk";
import { actedFor, forgetActing } from "./acting";
import HomePage from "./pages/HomePage.vue";
import SignInPage from "./pages/SignInPage.vue";

declare module "vue-router" {
  interface RouteMeta {
    /** The tab that is marked while this page is open. */
    tab?: string;
    /** Pages for people who are not signed in. */
    open?: boolean;
    /** One thing at a time: no tabs lead away from it, its own main action stands at the bottom. */
    alone?: boolean;
  }
}

const routes = [
  { path: "/sign-in", component: SignInPage, meta: { open: true } },
  { path: "/", component: HomePage, meta: { tab: "home", open: true } },
  { path: KIOSK_HOME, component: () => import("./pages/KioskPage.vue"), meta: { open: true } },
  { path: "/firms/:id", component: () => import("./pages/FirmHomePage.vue"), meta: { tab: "home" } },
  { path: "/firms/:id/stages/:stage", component: () => import("./pages/FirmStagePage.vue"), meta: { tab: "home" } },
  { path: "/services", component: () => import("./pages/ServicesPage.vue"), meta: { tab: "services", open: true } },
  {
    path: "/services/search",
    component: () => import("./pages/SearchPage.vue"),
    meta: { tab: "services", open: true },
  },
  {
    path: "/items/:code",
    component: () => import("./pages/ItemPage.vue"),
    meta: { tab: "services", alone: true, open: true },
  },
  {
    path: "/bundles/:code",
    component: () => import("./pages/BundlePage.vue"),
    meta: { tab: "services", alone: true, open: true },
  },
  {
    path: "/apply/:kind(item|bundle)/:code",
    component: () => import("./pages/ApplyStartPage.vue"),
    meta: { tab: "services", alone: true },
  },
  {
    path: "/applications/:id",
    component: () => import("./pages/ApplyPage.vue"),
    meta: { tab: "services", alone: true },
  },
  { path: "/cases", component: () => import("./pages/CasesPage.vue"), meta: { tab: "services" } },
  { path: "/cases/:id", component: () => import("./pages/CasePage.vue"), meta: { tab: "services" } },
  { path: "/cases/:id/receipt", component: () => import("./pages/ReceiptPage.vue"), meta: { tab: "services" } },
  {
    path: "/cases/:id/hand-in/:way(supplement|later|reopening)",
    component: () => import("./pages/HandInPage.vue"),
    meta: { tab: "services", alone: true },
  },
  { path: "/bundle-cases/:id", component: () => import("./pages/BundleCasePage.vue"), meta: { tab: "services" } },
  { path: "/bundle-cases/:id/receipt", component: () => import("./pages/ReceiptPage.vue"), meta: { tab: "services" } },
  { path: "/halls", component: () => import("./pages/HallsPage.vue"), meta: { tab: "services", open: true } },
  { path: "/halls/:code", component: () => import("./pages/HallPage.vue"), meta: { tab: "services", open: true } },
  { path: "/tickets/:id", component: () => import("./pages/TicketPage.vue"), meta: { tab: "services" } },
  { path: "/visits", component: () => import("./pages/VisitsPage.vue"), meta: { tab: "me" } },
  { path: "/guides", component: () => import("./pages/GuidesPage.vue"), meta: { tab: "services", open: true } },
  {
    path: "/guides/:code",
    component: () => import("./pages/GuidePage.vue"),
    meta: { tab: "services", open: true },
  },
  { path: "/me/guides/:id", component: () => import("./pages/MyGuidePage.vue"), meta: { tab: "services" } },
  { path: "/help", component: () => import("./pages/HelpPage.vue"), meta: { tab: "services" } },
  { path: "/help/:id", component: () => import("./pages/HelpRequestPage.vue"), meta: { tab: "services" } },
  { path: "/interaction", component: () => import("./pages/InteractionPage.vue"), meta: { tab: "services", open: true } },
  { path: "/notices/:id", component: () => import("./pages/NoticePage.vue"), meta: { tab: "services", open: true } },
  {
    path: "/consultations/:id",
    component: () => import("./pages/ConsultationPage.vue"),
    meta: { tab: "services", open: true },
  },
  {
    path: "/letters/new",
    component: () => import("./pages/WriteLetterPage.vue"),
    meta: { tab: "services", alone: true },
  },
  { path: "/letters/:id", component: () => import("./pages/LetterPage.vue"), meta: { tab: "services" } },
  {
    path: "/public-letters/:id",
    component: () => import("./pages/PublicLetterPage.vue"),
    meta: { tab: "services", open: true },
  },
  { path: "/outside", component: () => import("./pages/OutsidePage.vue"), meta: { tab: "services", open: true } },
  { path: "/apps/:app/:screen?", component: () => import("./pages/MiniAppPage.vue"), meta: { tab: "services" } },
  { path: "/codes", component: () => import("./pages/CodesPage.vue"), meta: { tab: "codes" } },
  { path: "/messages", component: () => import("./pages/InboxPage.vue"), meta: { tab: "messages" } },
  { path: "/messages/:id", component: () => import("./pages/MessagePage.vue"), meta: { tab: "messages" } },
  { path: "/me", component: () => import("./pages/MePage.vue"), meta: { tab: "me" } },
  { path: "/me/preferences", component: () => import("./pages/PreferencesPage.vue"), meta: { tab: "me" } },
  { path: "/me/profile", component: () => import("./pages/ProfilePage.vue"), meta: { tab: "me" } },
  { path: "/me/profile/consent", component: () => import("./pages/UsesPage.vue"), meta: { tab: "me" } },
  { path: "/me/household", component: () => import("./pages/HouseholdPage.vue"), meta: { tab: "me" } },
  { path: "/me/devices", component: () => import("./pages/DevicesPage.vue"), meta: { tab: "me" } },
  { path: "/me/consents", component: () => import("./pages/ConsentsPage.vue"), meta: { tab: "me" } },
  { path: "/me/disclosures", component: () => import("./pages/DisclosuresPage.vue"), meta: { tab: "me" } },
  { path: "/me/delegations", component: () => import("./pages/DelegationsPage.vue"), meta: { tab: "me" } },
  { path: "/me/access-history", component: () => import("./pages/AccessPage.vue"), meta: { tab: "me" } },
  { path: "/me/password", component: () => import("./pages/PasswordPage.vue"), meta: { tab: "me" } },
  { path: "/:rest(.*)*", component: () => import("./pages/MissingPage.vue"), meta: { open: true } },
];

/** On a machine for everybody nobody comes by a link or by "back" to where the one before them was. */
function beginsAnew(path: string, first: boolean): boolean {
  return !signedIn.value && path !== KIOSK_HOME && (first || path === "/");
}

export function createPhoneRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });

  router.beforeEach((to, from) => {
    if (isKiosk && beginsAnew(to.path, from === START_LOCATION)) return KIOSK_HOME;
    if (to.path === KIOSK_HOME && signedIn.value) return "/";
    if (!signedIn.value && !to.meta.open)
      return { path: "/sign-in", query: to.path === "/" ? {} : { next: to.fullPath } };
    if (signedIn.value && to.path === "/sign-in") return "/";
    // Whoever works for a firm has its home as their first screen.
    if (signedIn.value && to.path === "/" && actedFor.value) return `/firms/${actedFor.value.id}`;
    return true;
  });

  // A session that ends while somebody reads brings them to the sign-in page, and back to their place afterwards.
  watch(signedIn, (isIn) => {
    if (isKiosk) return; // There the visit ends (`kiosk/ending.ts`).
    const here = router.currentRoute.value;
    if (isIn) return;
    forgetActing();
    if (here.meta.open && here.path !== "/") return;
    void router.replace({ path: "/sign-in", query: { next: here.fullPath, ended: "1" } });
  });
  return router;
}
