/* Opens sealed files of this site with the key that unlock.js stored. Without a valid key every page is the one that asks. */
"use strict";
const SUFFIX = ".sealed", CLEAR = ["sw.js", "unlock.js", "unlock.css"];
const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8", xml: "application/xml; charset=utf-8", txt: "text/plain; charset=utf-8",
  csv: "text/csv; charset=utf-8", svg: "image/svg+xml", png: "image/png", wasm: "application/wasm",
};
const root = new URL(self.registration.scope).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function stored() {
  return new Promise((resolve) => {
    const asked = indexedDB.open("caifeng-seal", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("keys");
    asked.onerror = () => resolve(null);
    asked.onsuccess = () => {
      const reading = asked.result.transaction("keys").objectStore("keys").get(root);
      reading.onerror = () => resolve(null);
      reading.onsuccess = () => resolve(reading.result && reading.result.until > Date.now() ? reading.result.key : null);
    };
  });
}

async function opened(request, path) {
  const key = await stored();
  if (!key) return fetch(request);
  const name = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  const answer = await fetch(new URL(root + name.split("/").map(encodeURIComponent).join("/") + SUFFIX, location.origin));
  if (!answer.ok) {
    const isFolder = !name.split("/").pop().includes(".") && request.mode === "navigate";
    return isFolder ? Response.redirect(`${request.url.split(/[?#]/)[0]}/`) : answer;
  }
  const sealed = new Uint8Array(await answer.arrayBuffer());
  const opening = { name: "AES-GCM", iv: sealed.subarray(0, 12), additionalData: new TextEncoder().encode(name) };
  try {
    const plain = await crypto.subtle.decrypt(opening, key, sealed.subarray(12));
    return new Response(plain, { headers: { "Content-Type": TYPES[name.split(".").pop()] ?? "application/octet-stream" } });
  } catch {
    return fetch(request); // sealed with another key since: asks again
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin || !url.pathname.startsWith(root) || event.request.method !== "GET") return;
  const path = decodeURIComponent(url.pathname.slice(root.length));
  if (CLEAR.includes(path) || path.endsWith(SUFFIX)) return;
  event.respondWith(opened(event.request, path));
});
