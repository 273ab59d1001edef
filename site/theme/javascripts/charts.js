/* Draws charts that can be explored: on tap where a picture stands already, else when they come into view.
   A figure names roles (meta of a trace, name of an annotation); assets/chart-style.json says what a role looks like,
   and colours ("@ink") live in the style sheets only. */
(() => {
  "use strict";
  const BUNDLE = "assets/plotly-basic-4.1.1.min.js"; // once at the site's root, not once an edition
  const STYLE = "assets/chart-style.json";
  const root = document.querySelector('meta[name="caifeng-root"]');
  const plots = [...document.querySelectorAll(".cf-plot")];
  const drawn = new Set();
  let loading = null;
  if (!root || !plots.length) return;

  const address = (path) => new URL(path, new URL(root.content, document.baseURI));

  const bundle = () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address(BUNDLE);
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  const json = (url) => fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
  const tools = () => (loading ??= Promise.all([bundle(), json(address(STYLE))]));

  const isTree = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const merged = (under, over) => {
    const both = { ...under, ...over };
    for (const key of Object.keys(both))
      if (isTree(under?.[key]) && isTree(over?.[key])) both[key] = merged(under[key], over[key]);
    return both;
  };
  const mapped = (value, word) => {
    if (Array.isArray(value)) return value.map((one) => mapped(one, word));
    if (isTree(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, word)]));
    return typeof value === "string" && value.startsWith("@") ? word(value.slice(1)) : value;
  };
  const withRole = (value, role) => mapped(value, (word) => (word === "role" ? `@${role}` : `@${word}`));

  // The same as publish/pictures/paint.py does for pictures.
  function painted(figure, looks, shape) {
    const computed = getComputedStyle(document.body);
    const colour = (word) => (word === "font" ? computed.fontFamily : computed.getPropertyValue(`--cf-${word}`).trim() || `@${word}`);
    const layout = merged(merged(looks.layout, looks.shapes[shape] ?? {}), figure.layout);
    const note = (one) => withRole(merged(merged(looks.notes.plain, looks.notes[one.name] ?? {}), one), one.name ?? "ink");
    const mark = (one) => withRole(merged(looks.marks, one), one.name ?? "rule");
    const trace = (one) => withRole(merged(merged(looks.traces[one.type] ?? {}, looks.roles[one.meta] ?? {}), one), one.meta ?? "ink");
    layout.annotations = (layout.annotations ?? []).map(note);
    layout.shapes = (layout.shapes ?? []).map(mark);
    return mapped({ data: figure.data.map(trace), layout }, colour);
  }

  // Beside the page, as its pictures are; fetched once.
  const figures = new Map();
  const figureOf = (id) => {
    if (!figures.has(id)) figures.set(id, json(new URL(`charts/${id}.json`, document.baseURI)));
    return figures.get(id);
  };

  async function draw(box) {
    const shape = [...box.classList].find((name) => name.startsWith("cf-plot--")).slice("cf-plot--".length);
    const [[plotly, looks], figure] = await Promise.all([tools(), figureOf(box.parentElement.id.slice("chart-".length))]);
    const { data, layout } = painted(figure, looks, shape);
    let room = box.querySelector(".cf-plot__live");
    if (!room) {
      box.style.height = `${box.getBoundingClientRect().height}px`; // that of the picture: nothing moves
      room = document.createElement("div");
      room.className = "cf-plot__live";
      box.append(room);
    }
    box.classList.add("cf-plot--shown");
    await plotly.react(room, data, layout, { displayModeBar: false, responsive: true });
    drawn.add(box);
  }

  const show = (box) => draw(box).catch(() => {
    // Without the bundle the picture stands, and the numbers in the table.
    box.classList.remove("cf-plot--shown");
    if (!box.querySelector("picture")) box.hidden = true;
    const table = box.parentElement.querySelector("details"); // else there is a link to it
    if (table) table.open = true;
  });

  for (const button of document.querySelectorAll(".cf-chart__live")) {
    const box = button.closest(".cf-chart").querySelector(".cf-plot");
    button.addEventListener("click", async () => {
      const isLive = box.classList.contains("cf-plot--shown");
      if (isLive) box.classList.remove("cf-plot--shown");
      else await show(box);
      button.setAttribute("aria-pressed", String(box.classList.contains("cf-plot--shown")));
    });
  }

  const view = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      view.unobserve(entry.target);
      show(entry.target);
    }
  }, { rootMargin: "120px" });
  plots.filter((box) => !box.querySelector("picture")).forEach((box) => view.observe(box));
  new MutationObserver(() => drawn.forEach((box) => box.classList.contains("cf-plot--shown") && show(box)))
    .observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });

  // Paper shows pictures, and tables where there is none. A chart without a picture keeps the width it was drawn for: A4 is 680 px wide.
  const fit = (size) => drawn.forEach((box) => window.Plotly.relayout(box.querySelector(".cf-plot__live"), size(box)));
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".cf-chart img").forEach((picture) => { picture.loading = "eager"; });
    document.querySelectorAll(".cf-chart:not(:has(picture)) details").forEach((table) => { table.open = true; });
    fit((box) => ({ width: box.closest(".cf-pair") ? 320 : 670, autosize: false }));
  });
  window.addEventListener("afterprint", () => fit(() => ({ width: null, autosize: true })));
})();
