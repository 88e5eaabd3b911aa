import { watch } from "vue";
import { createRouter, createWebHistory, type Router } from "vue-router";
import { signedIn } from "@/api/session";
import QueuePage from "./pages/QueuePage.vue";
import SignInPage from "./pages/SignInPage.vue";
import { forgetOfficer } from "./officer";

const routes = [
  { path: "/sign-in", component: SignInPage, meta: { open: true } },
  { path: "/", component: QueuePage, meta: { tab: "cases" } },
  { path: "/cases/:id", component: () => import("./pages/CasePage.vue"), meta: { tab: "cases" } },
  { path: "/parts", component: () => import("./pages/PartsPage.vue"), meta: { tab: "parts" } },
  { path: "/parts/:id", component: () => import("./pages/PartPage.vue"), meta: { tab: "parts" } },
  { path: "/taken-in", component: () => import("./pages/TakenInPage.vue"), meta: { tab: "takenIn" } },
  { path: "/taken-in/:id", component: () => import("./pages/TakenInCasePage.vue"), meta: { tab: "takenIn" } },
  { path: "/intake", component: () => import("./pages/IntakePage.vue"), meta: { tab: "intake" } },
  { path: "/window", component: () => import("./pages/WindowPage.vue"), meta: { tab: "window" } },
  { path: "/letters", component: () => import("./pages/LettersPage.vue"), meta: { tab: "letters" } },
  { path: "/letters/:id", component: () => import("./pages/LetterPage.vue"), meta: { tab: "letters" } },
  { path: "/notices", component: () => import("./pages/NoticesPage.vue"), meta: { tab: "notices" } },
  { path: "/notices/:id", component: () => import("./pages/NoticePage.vue"), meta: { tab: "notices" } },
  { path: "/consultations", component: () => import("./pages/ConsultationsPage.vue"), meta: { tab: "consultations" } },
  { path: "/consultations/:id", component: () => import("./pages/ConsultationPage.vue"), meta: { tab: "consultations" } },
  { path: "/outside", component: () => import("./pages/OutsidePage.vue"), meta: { tab: "outside" } },
  { path: "/drift", component: () => import("./pages/DriftPage.vue"), meta: { tab: "drift" } },
  { path: "/items", component: () => import("./pages/PublicationPage.vue"), meta: { tab: "items" } },
  { path: "/scenarios", component: () => import("./pages/DefinitionsPage.vue"), meta: { tab: "scenarios" } },
  { path: "/scenarios/:id", component: () => import("./pages/DraftPage.vue"), meta: { tab: "scenarios" } },
  { path: "/tags", component: () => import("./pages/DefinitionsPage.vue"), meta: { tab: "tags" } },
  { path: "/tags/:id", component: () => import("./pages/DraftPage.vue"), meta: { tab: "tags" } },
  { path: "/audiences", component: () => import("./pages/AudiencesPage.vue"), meta: { tab: "audiences" } },
  { path: "/audiences/:id", component: () => import("./pages/SegmentPage.vue"), meta: { tab: "audiences" } },
  { path: "/campaigns/:id", component: () => import("./pages/CampaignPage.vue"), meta: { tab: "audiences" } },
  { path: "/evaluation", component: () => import("./pages/EvaluationPage.vue"), meta: { tab: "evaluation" } },
  { path: "/:rest(.*)*", component: () => import("./pages/MissingPage.vue"), meta: { open: true } },
];

export function createDeskRouter(): Router {
  const router = createRouter({
    history: createWebHistory("/desk/"),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });

  router.beforeEach((to) => {
    if (!signedIn.value && !to.meta.open)
      return { path: "/sign-in", query: to.path === "/" ? {} : { next: to.fullPath } };
    if (signedIn.value && to.path === "/sign-in" && !to.query.other) return "/";
    return true;
  });

  watch(signedIn, (isIn) => {
    const here = router.currentRoute.value;
    if (isIn) return;
    forgetOfficer();
    if (!here.meta.open) void router.replace({ path: "/sign-in", query: { next: here.fullPath, ended: "1" } });
  });
  return router;
}
