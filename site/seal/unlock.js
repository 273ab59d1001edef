/* Takes the key from the address (#key=…) or the form, tries it on the sealed index, and hands it to the service worker,
   which then opens every page, picture and search file of this site. The key never leaves this device. */
(() => {
  "use strict";
  const INDEX = "sealed-index", DAY = 24 * 3600 * 1000;
  const root = new URL(document.querySelector('meta[name="caifeng-root"]').content || "./", document.baseURI);
  const form = document.getElementById("unlock"), field = document.getElementById("key"), told = document.getElementById("told");
  const tell = (words) => { told.textContent = words; };

  const bytes = (text) => Uint8Array.from(atob(text.trim().replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

  async function tried(text) {
    let key;
    try {
      key = await crypto.subtle.importKey("raw", bytes(text), "AES-GCM", false, ["decrypt"]);
    } catch {
      return null;
    }
    const answer = await fetch(new URL(`${INDEX}.sealed`, root), { cache: "no-store" });
    const sealed = new Uint8Array(await answer.arrayBuffer());
    const opening = { name: "AES-GCM", iv: sealed.subarray(0, 12), additionalData: new TextEncoder().encode(INDEX) };
    return crypto.subtle.decrypt(opening, key, sealed.subarray(12)).then(() => key, () => null);
  }

  function stored(key, until) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open("caifeng-seal", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("keys");
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const writing = asked.result.transaction("keys", "readwrite");
        writing.objectStore("keys").put({ key, until }, root.pathname);
        writing.oncomplete = resolve;
        writing.onerror = () => reject(writing.error);
      };
    });
  }

  async function open(text, remember) {
    if (!window.isSecureContext || !navigator.serviceWorker) {
      tell("这个浏览器在这里不能解密：请用 https 打开，并且不要用无痕窗口。");
      return;
    }
    tell("正在打开…");
    const key = await tried(text);
    if (!key) {
      tell("钥匙不对，请检查是否抄全（43 个字符）。");
      return;
    }
    await stored(key, remember ? Number.MAX_SAFE_INTEGER : Date.now() + DAY / 2);
    await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname });
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    }
    location.replace(location.pathname + location.search);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(field.value, document.getElementById("remember").checked).catch((error) => tell(`没有打开：${error.message}`));
  });
  function given() {
    const key = new URLSearchParams(location.hash.slice(1)).get("key");
    if (!key) return;
    history.replaceState(null, "", location.pathname + location.search); // not into bookmarks and history
    open(key, false).catch((error) => tell(`没有打开：${error.message}`));
  }
  window.addEventListener("hashchange", given);
  given();
})();
