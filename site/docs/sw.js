/* Lets what was opened, or was kept on purpose, be read without a network. Registered by the search page alone.
   Pages: the network first; without it the kept copy, with a mark that says so and when it was kept. Files of the
   search index that are named for their content: the kept copy first, it can never be another. Nothing is kept but
   good answers of this site. A page from the network is never replaced by a kept one. */
const STORE = "caifeng-1";
const NAMED = /\/pagefind\/[^/]+\/((fragment|index|filter)\/[^/]+|[^/]+\.pf_meta)$/;
const AGAIN = /\/pagefind\/[^/]+\/pagefind-entry\.json$|\/search\/$/; // the same whatever is asked behind "?"

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("caifeng-") && name !== STORE) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  event.respondWith(NAMED.test(address.pathname) ? keptFirst(request) : networkFirst(request, address));
});

async function keptFirst(request) {
  const store = await caches.open(STORE);
  return (await store.match(request)) ?? keep(store, request, await fetch(request));
}

async function networkFirst(request, address) {
  const store = await caches.open(STORE), key = AGAIN.test(address.pathname) ? `${address.origin}${address.pathname}` : request;
  try {
    return await keep(store, key, await fetch(request));
  } catch (error) {
    const kept = await store.match(key);
    if (kept) return request.mode === "navigate" ? marked(kept) : kept;
    if (request.mode === "navigate") return new Response(missing(), { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
    throw error;
  }
}

async function keep(store, key, answer) {
  if (answer.ok && answer.type === "basic" && !answer.redirected) {
    const headers = new Headers(answer.headers);
    headers.set("X-Kept-At", new Date().toISOString());
    const body = await answer.clone().arrayBuffer();
    await store.put(key, new Response(body, { status: 200, headers })).catch(() => undefined); // no room: not kept
  }
  return answer;
}

async function marked(kept) {
  const at = new Date(kept.headers.get("X-Kept-At") ?? 0), two = (number) => String(number).padStart(2, "0");
  const when = `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
  const mark = `<p class="cf-offline" role="note"><strong>离线</strong>：这是 ${when} 存到本机的页面，之后的变化看不到。</p>`;
  const text = (await kept.text()).replace(/<body[^>]*>/, (body) => body + mark);
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

const missing = () => '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>离线</title><h1>离线</h1><p>这一页没有存到本机，连上网络后再看。</p></html>';
