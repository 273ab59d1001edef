/* What the frame does beyond showing: the months, the days before and after, copying, reporting. Each part stands
   without it: the months as a link, the days as the month's index, the text to be selected by hand. */
(() => {
  "use strict";
  const root = new URL(document.querySelector('meta[name="caifeng-root"]').content, document.baseURI);
  const here = location.pathname.slice(root.pathname.length).split("/"); // ["2026-11", "2026-11-20", …]
  const ask = (name) => fetch(new URL(name, root)).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));

  function link(href, text) {
    const made = document.createElement("a");
    made.href = href;
    made.textContent = text; // never markup
    return made;
  }

  const months = document.querySelector(".cf-months");
  if (months) {
    ask("versions.json").then((versions) => {
      const current = versions.find((one) => one.version === here[0] || one.aliases.includes(here[0]));
      if (current) months.querySelector(".cf-months__now").textContent = current.title;
      const rows = versions.map((one) => {
        const row = document.createElement("li"), made = link(new URL(`${one.version}/`, root), one.title);
        if (one === current) made.setAttribute("aria-current", "true");
        row.append(made);
        return row;
      });
      months.querySelector("ul").replaceChildren(...rows);
    }).catch(() => { /* the link to this month stays */ });
  }

  const turn = document.querySelector(".cf-turn[data-day]");
  if (turn) {
    ask("days.json").then(({ days }) => {
      const at = days.indexOf(turn.dataset.day), way = (day) => new URL(`${day.slice(0, 7)}/${day}/`, root);
      if (at > 0) turn.prepend(link(way(days[at - 1]), `← ${days[at - 1].slice(5)}`));
      if (at >= 0 && at + 1 < days.length) turn.append(link(way(days[at + 1]), `${days[at + 1].slice(5)} →`));
    }).catch(() => { /* the month's index leads to every day */ });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".cf-copy button");
    if (!button) return;
    const text = button.parentElement.querySelector("textarea");
    const said = (words) => { button.textContent = words; setTimeout(() => { button.textContent = "复制"; }, 2000); };
    (navigator.clipboard?.writeText(text.value) ?? Promise.reject()).then(() => said("已复制"), () => {
      text.select(); // an old browser, or an address without https
      said(document.execCommand("copy") ? "已复制" : "已选中，请按复制");
    });
  });

  const report = document.querySelector("a.cf-report");
  if (report) {
    const told = document.querySelector("[data-edition]")?.dataset.edition ?? "";
    report.addEventListener("click", () => {
      const text = `页面：${location.href}\n${told && `刊期：${told}\n`}哪里错了：\n应是什么：\n凭据：\n`;
      const made = new URL(report.href), params = new URLSearchParams({ [made.protocol === "mailto:" ? "subject" : "title"]: `报告错误 ${document.title}`, body: text });
      made.search = params.toString().replaceAll("+", "%20"); // mail programs show a plus as it is
      report.href = made;
    }, { once: true });
  }

  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    const open = document.querySelector(".cf-open:checked");
    if (open) { open.checked = false; open.focus(); }
    if (months?.open) { months.open = false; months.querySelector("summary").focus(); }
  });
  document.addEventListener("click", ({ target }) => { if (months?.open && !months.contains(target)) months.open = false; });

  // Hand-written tables scroll inside their own box, as the others do.
  for (const table of document.querySelectorAll(".md-typeset > table, .md-typeset section > table:not(.cf-table)")) {
    const box = document.createElement("div");
    box.className = "cf-scroll";
    table.replaceWith(box);
    box.append(table);
    new ResizeObserver(() => { if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; box.role = "group"; box.ariaLabel = "表格"; } else box.removeAttribute("tabindex"); }).observe(box);
  }

  // Which part is being read, in the list of contents.
  const entries = new Map([...document.querySelectorAll(".cf-toc a")].map((one) => [decodeURIComponent(one.hash.slice(1)), one]));
  if (entries.size) {
    const view = new IntersectionObserver((seen) => {
      const top = seen.find((one) => one.isIntersecting);
      if (!top) return;
      entries.forEach((one) => one.removeAttribute("aria-current"));
      entries.get(top.target.id).setAttribute("aria-current", "true");
    }, { rootMargin: "0px 0px -70% 0px" });
    entries.forEach((_, id) => { const part = document.getElementById(id); if (part) view.observe(part); });
  }
})();
