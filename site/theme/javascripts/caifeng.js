/* What changes while a page is read: time limits by the reader's own clock, and what paper needs open. */
(() => {
  "use strict";

  // What is left of a time limit, and how old the board is, by the reader's own clock; without this the times stand.
  const told = (minutes) => {
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
    return [[days, "天"], [hours, "小时"], [rest, "分"]].filter(([count]) => count).slice(0, 2)
      .map(([count, unit]) => `${count} ${unit}`).join(" ") || "不足 1 分";
  };
  const since = (stamp) => Math.floor((Date.now() / 1000 - Number(stamp)) / 60);

  function tick() {
    for (const box of document.querySelectorAll(".cf-left[data-due]")) {
      const late = since(box.dataset.due);
      box.textContent = late >= 0 ? `已超 ${told(late)}` : `还剩 ${told(-late)}`;
      box.classList.toggle("cf-left--late", late >= 0);
    }
    for (const board of document.querySelectorAll("[data-made]")) {
      const age = since(board.dataset.made), box = board.querySelector(".cf-age");
      const stale = age > Number(board.dataset.stale);
      box.textContent = age < 1 ? "刚刚生成" : stale ? `已 ${told(age)}没有更新，监测可能停了` : `${told(age)}前生成`;
      box.classList.toggle("cf-age--stale", stale);
    }
  }
  if (document.querySelector(".cf-left[data-due], [data-made]")) {
    tick();
    setInterval(tick, 30000);
  }

  // A link into a folded part, and paper, need it open.
  const unfold = (all) => document.querySelectorAll(all).forEach((fold) => { fold.open = true; });
  window.addEventListener("beforeprint", () => unfold(".cf-fold"));

  // Nothing to scroll: no stop for the Tab key.
  for (const box of document.querySelectorAll(".cf-scroll")) {
    new ResizeObserver(() => { box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1; }).observe(box);
  }
})();
