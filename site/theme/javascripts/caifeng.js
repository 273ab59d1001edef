/* Draws the charts of a page when they come into view, in the colours of the scheme in force.
   A figure names roles (meta of a trace, name of an annotation); colours live in caifeng.css only. */
(() => {
  "use strict";
  const BUNDLE = "assets/plotly-basic-4.1.1.min.js"; // once at the site's root, not once an edition
  const root = document.querySelector('meta[name="caifeng-root"]');
  const plots = [...document.querySelectorAll(".cf-plot")];
  const drawn = new Set();
  let loading = null;

  const colour = (role) => getComputedStyle(document.body).getPropertyValue(`--cf-${role}`).trim();

  function bundle() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(BUNDLE, new URL(root.content, document.baseURI));
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  function paintTrace(trace) {
    const role = trace.meta;
    const paint = colour(role) || colour("ink");
    if (trace.type === "bar") {
      const inside = { color: colour("on-bar"), size: 13 };
      return { ...trace, marker: { color: paint, line: { width: 1, color: colour("paper") } },
        textposition: trace.textposition ?? "inside", insidetextanchor: "middle", textangle: 0,
        insidetextfont: inside, outsidetextfont: { color: colour("ink"), size: 13 }, constraintext: "none" };
    }
    const line = { color: paint, width: { ink: 2, ridge: 1.6, rule: 1, soft: 1 }[role] ?? 0, dash: role === "soft" ? "dot" : "solid" };
    return { ...trace, line, textfont: { color: paint, size: 12 }, fillcolor: role === "ridge" ? colour("ridge-fill") : paint,
      marker: { color: paint, size: 9 }, connectgaps: false };
  }

  function paintLayout(layout, shape) {
    const axis = { fixedrange: true, showgrid: false, zeroline: false, linecolor: colour("rule"), automargin: true,
      tickfont: { color: colour("soft"), size: 12 } };
    const bars = shape === "bars";
    return { ...layout,
      margin: shape === "strip" ? { l: 0, r: 0, t: 2, b: 2 } : { l: bars ? 4 : 32, r: bars ? 78 : shape === "ridge" ? 34 : 20, t: 8, b: bars ? 4 : 26 },
      bargap: { strip: 0, course: 0.08 }[shape] ?? 0.34, dragmode: false, hovermode: shape === "line" ? "x" : "closest",
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colour("ink") },
      hoverlabel: { bgcolor: colour("card"), bordercolor: colour("rule"), font: { color: colour("ink") } },
      xaxis: { ...axis, ...layout.xaxis, ticks: "", tickangle: 0 },
      yaxis: { ...axis, ...layout.yaxis, ticks: "", showgrid: ["line", "course"].includes(shape), gridcolor: colour("hair"),
        ...(bars ? { tickfont: { color: colour("ink"), size: 13 }, showline: false } : {}) },
      annotations: (layout.annotations ?? []).map((note) => ({ ...note,
        font: { color: colour(note.name), size: note.name === "accent" ? 15 : 13 } })),
    };
  }

  async function draw(box) {
    const source = box.parentElement.querySelector("template");
    const figure = JSON.parse(source.content.textContent);
    const shape = [...box.classList].find((name) => name.startsWith("cf-plot--")).slice("cf-plot--".length);
    const plotly = await bundle();
    const layout = paintLayout(figure.layout, shape);
    await plotly.react(box, figure.data.map(paintTrace), layout, { displayModeBar: false, responsive: true });
    drawn.add(box);
  }

  const show = (box) => draw(box).catch(() => {
    // Without the bundle the numbers still stand in the table.
    box.hidden = true;
    box.parentElement.querySelector("details").open = true;
  });

  if (root && plots.length) {
    const view = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        view.unobserve(entry.target);
        show(entry.target);
      }
    }, { rootMargin: "120px" });
    plots.forEach((box) => view.observe(box));
    new MutationObserver(() => drawn.forEach(show))
      .observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  }

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
  window.addEventListener("beforeprint", () => unfold(".cf-chart details, .cf-fold"));

  // A chart keeps the width it was drawn for; A4 between its margins is 680 px wide.
  const fit = (size) => drawn.forEach((box) => window.Plotly.relayout(box, size(box)));
  window.addEventListener("beforeprint", () => fit((box) => ({ width: box.closest(".cf-pair") ? 320 : 670, autosize: false })));
  window.addEventListener("afterprint", () => fit(() => ({ width: null, autosize: true })));

  // Nothing to scroll: no stop for the Tab key.
  for (const box of document.querySelectorAll(".cf-scroll")) {
    new ResizeObserver(() => { box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1; }).observe(box);
  }
})();
