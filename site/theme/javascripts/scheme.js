/* Light, dark and type size, before anything is painted; runs first in the body, on every page. */
(() => {
  "use strict";
  const WORDS = { "": "跟随系统", default: "浅色", slate: "深色" };
  const page = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = (key) => { try { return localStorage.getItem(`caifeng.${key}`) ?? ""; } catch { return ""; } };
  const keep = (key, value) => { try { localStorage.setItem(`caifeng.${key}`, value); } catch { /* this page only */ } };
  let scheme = kept("scheme") in WORDS ? kept("scheme") : "", isBig = kept("big") === "1";

  function show() {
    document.body.dataset.mdColorScheme = scheme || (dark.matches ? "slate" : "default");
    page.classList.toggle("cf-big", isBig);
    document.querySelector(".cf-bigger")?.setAttribute("aria-pressed", isBig);
    const button = document.querySelector(".cf-scheme");
    if (button) button.title = button.ariaLabel = `外观：${WORDS[scheme]}`;
  }

  page.classList.remove("no-js");
  show();
  dark.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", ({ target }) => {
    if (target.closest(".cf-bigger")) keep("big", (isBig = !isBig) ? "1" : "");
    else if (target.closest(".cf-scheme")) {
      const order = Object.keys(WORDS);
      keep("scheme", scheme = order[(order.indexOf(scheme) + 1) % order.length]);
    } else return;
    show();
  });
})();
