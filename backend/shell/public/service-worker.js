/* Lets the phone open without a network. It keeps the page and its parts, never an answer of /api: those are personal.
   Parts carry a hash in their name, so what is kept is right for ever; the page itself is always asked for first. */

const PARTS = "parts-1";
const KEPT_AT_MOST = 80;
// Not the phone's page: keeping one of these as the phone's would open the wrong one without a network.
const ELSEWHERE = /^\/(api|desk)(\/|$)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && !ELSEWHERE.test(pathname)) event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(part(request));
});

async function page(request) {
  const kept = await caches.open(PARTS);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put("/", answer.clone());
    return answer;
  } catch (trouble) {
    const before = await kept.match("/");
    if (before) return before;
    throw trouble;
  }
}

async function part(request) {
  const kept = await caches.open(PARTS);
  const before = await kept.match(request);
  if (before) return before;
  const answer = await fetch(request);
  if (answer.ok) {
    await kept.put(request, answer.clone());
    const names = await kept.keys();
    // Old releases leave their parts behind; the oldest go first.
    await Promise.all(
      names
        .filter((name) => new URL(name.url).pathname !== "/")
        .slice(0, -KEPT_AT_MOST)
        .map((name) => kept.delete(name)),
    );
  }
  return answer;
}
