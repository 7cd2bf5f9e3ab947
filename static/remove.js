// At /sw.js where offline use is off: removes what earlier workers stored, and itself.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(remove()));

async function remove() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("leafline-"));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
