/* The search page: asks the worker, shows what it found. Everything found is written as text, never as markup. */
(() => {
  "use strict";
  const PAGE = 20, PAUSE = 250;
  const FACETS = [["kind", "种类"], ["level", "级别"], ["type", "定性"], ["topic", "议题"], ["channel", "渠道"], ["year", "年"], ["month", "月"]];
  const LEVELS = { 红: "red", 橙: "orange", 黄: "yellow", 蓝: "blue" };
  const RANKS = Object.keys(LEVELS);
  const root = new URL(document.querySelector('meta[name="caifeng-root"]').content, document.baseURI);
  const [box, filters, said, hits, more] = ["words", "filters", "said", "hits", "more"].map((name) => document.getElementById(`find-${name}`));
  const fold = document.getElementById("find-fold");
  const worker = new Worker(new URL("javascripts/search-worker.js", root), { type: "module" });
  const chosen = new Map();
  let order = "best", asked = 0, shown = 0, pause = 0;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  function ask(from) {
    const wanted = { q: box.value.trim(), ...Object.fromEntries(chosen), ...(order === "best" ? {} : { order }) };
    const address = new URL(location.href);
    address.search = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
    history.replaceState(null, "", address);
    if (!from) said.textContent = "正在查找……";
    asked += 1;
    worker.postMessage({ id: asked, query: wanted.q, filters: Object.fromEntries(chosen), order, from, count: PAGE });
  }

  worker.onmessage = ({ data }) => {
    if (data.id !== asked) return; // an answer to what is no longer asked
    if (data.error) {
      said.textContent = navigator.onLine ? "检索暂时用不了：索引没有取到，请稍后重试。" : "现在离线，这部分索引没有存到本机。";
      return;
    }
    const isMore = hits.dataset.asked === "more";
    if (!isMore) { hits.replaceChildren(); shown = 0; }
    hits.append(...data.hits.map((hit) => row(hit, data.terms)));
    shown += data.hits.length;
    more.hidden = shown >= data.total || !data.hits.length;
    tell(data);
    if (data.filters && !isMore) offer(data.filters);
    hits.dataset.asked = "";
    hits.dataset.total = data.total; // for tests and for whoever counts
  };
  worker.onerror = () => { said.textContent = "检索用不了：这个浏览器不支持，或索引没有取到。"; };

  function tell({ total, missing, loose, isAny, terms }) {
    if (!terms.length && !missing.length && !chosen.size) { said.textContent = ""; return; }
    const parts = [];
    if (missing.length) parts.push(`部分词未找到：${missing.join("、")}`);
    if (isAny) parts.push("没有同时含这些词的，以下含其中一部分");
    if (loose.length) parts.push(`没有连着的“${loose.join("”“")}”，以下含其中的字`);
    parts.push(total ? `共 ${total} 条` : "没有找到");
    said.textContent = `${parts.join("；")}。`;
  }

  function row(hit, terms) {
    const item = element("li", "cf-hit"), link = element("a", "cf-hit__link"), meta = element("p", "cf-hit__meta");
    link.href = new URL(hit.address, root);
    marked(link, hit.title, terms);
    if (hit.level) meta.append(element("span", `cf-lv cf-lv--${LEVELS[hit.level] ?? "blue"}`, hit.level), " ");
    meta.append([hit.kind, hit.date, hit.type].filter(Boolean).join(" · "));
    const excerpt = element("p", "cf-hit__text");
    marked(excerpt, hit.excerpt, terms);
    const title = element("h2", "cf-hit__title");
    title.append(link);
    item.append(title, meta, excerpt);
    return item;
  }

  function marked(into, text, terms) {
    const low = text.toLowerCase();
    let at = 0;
    while (at < text.length) {
      let next = text.length, length = 0;
      for (const term of terms) {
        const found = low.indexOf(term, at);
        if (found >= 0 && (found < next || (found === next && term.length > length))) [next, length] = [found, term.length];
      }
      into.append(text.slice(at, next));
      if (length) into.append(element("mark", "", text.slice(next, next + length)));
      at = next + length;
    }
  }

  /* A select for each kind of filter that has values here, with how many records each would leave. */
  function offer(counts) {
    filters.replaceChildren(...FACETS.flatMap(([name, label]) => {
      const values = Object.entries(counts[name] ?? {}).filter(([value, count]) => count || chosen.get(name) === value);
      return values.length > 1 || chosen.has(name) ? [select(name, label, values)] : [];
    }), ordering());
    fold.hidden = false;
  }

  function select(name, label, values) {
    const made = element("label", "cf-find__filter", label), list = element("select");
    list.name = name;
    const byTime = ["year", "month"].includes(name);
    values.sort(([one, count], [other, count2]) => (byTime ? other.localeCompare(one) : name === "level" ? RANKS.indexOf(one) - RANKS.indexOf(other) : count2 - count || one.localeCompare(other)));
    list.append(new Option("全部", ""), ...values.map(([value, count]) => new Option(`${value}（${count}）`, value, false, chosen.get(name) === value)));
    list.addEventListener("change", () => {
      if (list.value) chosen.set(name, list.value); else chosen.delete(name);
      fresh();
      filters.querySelector(`[name="${name}"]`)?.focus();
    });
    made.append(list);
    return made;
  }

  function ordering() {
    const made = element("label", "cf-find__filter", "排列"), list = element("select");
    list.name = "order";
    list.append(new Option("最相关在前", "best", false, order === "best"), new Option("最新在前", "new", false, order === "new"));
    list.addEventListener("change", () => { order = list.value; fresh(); });
    made.append(list);
    return made;
  }

  const fresh = () => { clearTimeout(pause); hits.dataset.asked = ""; ask(0); };

  box.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(fresh, PAUSE); });
  box.form.addEventListener("submit", (event) => { event.preventDefault(); fresh(); });
  more.addEventListener("click", () => { hits.dataset.asked = "more"; ask(shown); });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select"), links = [...hits.querySelectorAll(".cf-hit__link")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "/" && !typing) { event.preventDefault(); box.focus(); box.select(); }
    else if (event.key === "Escape" && (event.target === box || at >= 0)) { event.preventDefault(); box.value = ""; chosen.clear(); fresh(); box.focus(); }
    else if (event.key === "ArrowDown" && (event.target === box || at >= 0) && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (links[at - 1] ?? box).focus(); }
  });

  /* Keeping for later without a network; a service worker needs https, or this very machine. */
  const holder = document.getElementById("find-keep"), now = document.getElementById("find-keep-now"), told = document.getElementById("find-kept");
  async function keepable() {
    await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname });
    holder.hidden = false;
    let files = null;
    now.addEventListener("click", async () => {
      now.disabled = true;
      try {
        files ??= await listed();
        if (!now.dataset.agreed) {
          now.dataset.agreed = "yes";
          now.textContent = `存下（约 ${Math.max(1, Math.round(files.bytes / 1e6))} MB）`;
        } else await keep(files.addresses);
      } catch {
        told.textContent = "没有存全：网络或本机空间不够，可再点一次，从断处接着存。";
      }
      now.disabled = false;
    });
  }

  async function listed() {
    const list = new URL("pagefind/list/bundles.json", root), { bundles } = await (await fetch(list)).json();
    const addresses = [list, new URL("pagefind/list/simplified.txt", root), location.pathname];
    let bytes = 0;
    for (const name of bundles) {
      const place = new URL(`pagefind/${name}/`, root);
      for (const line of (await (await fetch(new URL("files.txt", place))).text()).trim().split("\n")) {
        const [size, path] = line.split(" ");
        bytes += Number(size);
        addresses.push(new URL(path, place));
      }
    }
    return { addresses, bytes };
  }

  async function keep(addresses) {
    await navigator.serviceWorker.ready;
    const waiting = [...addresses];
    let done = 0;
    const take = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        if (!(await fetch(next)).ok) throw new Error(String(next));
        done += 1;
        if (done % 50 === 0) told.textContent = `已存 ${done}／${addresses.length}`;
      }
    };
    await Promise.all(Array.from({ length: 6 }, take));
    now.hidden = true;
    told.textContent = "已存到本机：没有网络时也能在这里检索；打开结果要看那一页是否开过。";
  }

  const isSafe = location.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  if (isSafe && "serviceWorker" in navigator) keepable().catch(() => { holder.hidden = true; });

  const wanted = new URLSearchParams(location.search);
  box.value = (wanted.get("q") ?? "").slice(0, 200);
  for (const [name] of FACETS) if (wanted.get(name)) chosen.set(name, wanted.get(name));
  if (wanted.get("order") === "new") order = "new";
  fold.open = chosen.size > 0 || matchMedia("(min-width: 45em)").matches;
  if (box.value.trim() || chosen.size) ask(0);
  else if (matchMedia("(hover: hover)").matches) box.focus(); // a phone's keyboard would cover the page
})();
