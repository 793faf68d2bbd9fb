"use strict";
// Keeps the page that checks papers, its files and the keys; the network goes first where it is.
const SHELF = "kiem-tra-1";

async function fill() {
  const shelf = await caches.open(SHELF);
  const page = await fetch("./", { cache: "no-store" });
  const named = (await page.clone().text()).match(/(href|src)="\/f\/[^"]+/g) || [];
  const files = new Set(named.map((one) => one.split('"')[1]));
  await Promise.all([shelf.put("./", page), shelf.addAll([...files]), shelf.add("khoa.json")]);
}

async function answer(request) {
  const shelf = await caches.open(SHELF);
  const isPage = request.mode === "navigate";
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await shelf.put(isPage ? "./" : request, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await shelf.match(isPage ? "./" : request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.pathname.startsWith("/kiem-tra/") || url.pathname.startsWith("/f/");
  if (event.request.method === "GET" && url.origin === self.location.origin && isOurs) {
    event.respondWith(answer(event.request));
  }
});
