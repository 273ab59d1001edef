/* Finds records in the archive, in a thread of its own. publish/search/words.py cuts texts by the same rules.
   Pagefind holds pairs of neighbouring characters for words. A quoted phrase of pairs is an exact search; all its
   results have one score, so they stay in the order asked for (newest first); an open search of the same pairs, whose
   files are loaded by then, gives the scores for "best first". */
const ROOT = new URL("../", self.location.href);
const CJK = "\\u3005-\\u3007\\u3041-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const PIECE = new RegExp(`([${CJK}]+)|((?:(?![${CJK}])[\\p{L}\\p{N}])+(?:-(?:(?![${CJK}])[\\p{L}\\p{N}])+)*)`, "gu");
const ONE = new RegExp(`^[${CJK}]$`, "u"), PAIR = new RegExp(`^[${CJK}]{2}$`, "u"), WORD = /^[\p{L}\p{N}]/u;
const SEAM = new RegExp(`([${CJK}])(?=[a-z0-9])|([a-z0-9])(?=[${CJK}])`, "gu");
const MOST_TERMS = 8, MOST_LETTERS = 60, WIDTH = 110;

let opened = null, last = { key: "", found: null };

async function open() {
  const list = new URL("pagefind/list/", ROOT);
  const [{ bundles }, pairs] = await Promise.all([
    fetch(new URL("bundles.json", list)).then((answer) => answer.json()),
    fetch(new URL("simplified.txt", list)).then((answer) => answer.text()),
  ]);
  const scripts = new Map(), letters = [...pairs];
  for (let at = 0; at + 1 < letters.length; at += 2) scripts.set(letters[at], letters[at + 1]);
  const places = bundles.map((name) => new URL(`pagefind/${name}/`, ROOT).href);
  if (!places.length) return { scripts, archive: null };
  const { createInstance } = await import(`${places[0]}pagefind.js`);
  const archive = createInstance({ basePath: places[0], baseUrl: "/", metaCacheTag: "1", noWorker: true });
  await archive.init();
  // One after the other: results of equal score stay in the order in which bundles were joined, newest first.
  for (const place of places.slice(1)) await archive.mergeIndex(place, { baseUrl: "/", metaCacheTag: "1" });
  await archive.filters(); // their counts come with every answer from now on
  return { scripts, archive };
}

const simplified = (text, scripts) => [...text.normalize("NFKC").toLowerCase()].map((letter) => scripts.get(letter) ?? letter).join("");

/* The words asked for: what stands in quotes is one word. */
function termsOf(query) {
  const terms = [...query.matchAll(/["“”]([^"“”]+)["“”]|[^\s"“”]+/g)].map((found) => (found[1] ?? found[0]).trim());
  return [...new Set(terms.map((term) => [...term].slice(0, MOST_LETTERS).join("")))].filter((term) => term.match(PIECE)).slice(0, MOST_TERMS);
}

function tokensOf(term) {
  const pieces = [...term.matchAll(PIECE)], found = [];
  pieces.forEach((piece, place) => {
    const run = [...piece[0]];
    if (!piece[1]) return found.push(piece[0].slice(0, 40));
    for (let at = 0; at + 1 < run.length; at += 1) found.push(run[at] + run[at + 1]);
    // The last of a run stands alone in the index; at the end of a word it may be any run's middle.
    if (place + 1 < pieces.length || run.length === 1) found.push(run.at(-1));
  });
  return found;
}

/* The records that hold a word: exactly, else as the beginning of a word of letters, else most of its pairs apart. */
async function having(archive, term, options) {
  const tokens = tokensOf(term), isOne = tokens.length === 1;
  if (isOne && ONE.test(tokens[0])) return { term, isExact: true, results: (await archive.search(tokens[0], options)).results };
  const exact = await archive.search(`"${tokens.join(" ")}"`, options);
  if (exact.results.length) return { term, isExact: true, results: exact.results };
  if (isOne) {
    // Where no word begins so, Pagefind gives the next best one: that is not what was asked for.
    const { results } = await archive.search(tokens[0], options);
    const holds = results.length && read((await results[0].data()).content).toLowerCase().includes(tokens[0]);
    return { term, isExact: true, results: holds ? results : [] };
  }
  const apart = [];
  for (const token of tokens) apart.push((await archive.search(`"${token}"`, options)).results);
  // Words written without a space meet in pairs that no text holds: half of the pairs must be there.
  const held = apart.filter((results) => results.length);
  return { term, isExact: false, results: held.length * 2 >= tokens.length ? common(held) : [] };
}

function common(lists) {
  const others = lists.slice(1).map((list) => new Set(list.map((result) => result.id)));
  return (lists[0] ?? []).filter((result) => others.every((other) => other.has(result.id)));
}

async function find(query, filters, order) {
  opened ??= open();
  const { scripts, archive } = await opened.catch((error) => { opened = null; throw error; });
  const nothing = { results: [], terms: [], missing: [], loose: [], isAny: false, filters: {} };
  if (!archive) return nothing;
  const options = { filters, sort: { date: "desc" } };
  const terms = termsOf(query).map((term) => simplified(term, scripts));
  if (!terms.length) {
    const all = Object.keys(filters).length ? await archive.search(null, options) : { results: [], filters: await archive.filters() };
    return { ...nothing, results: all.results, filters: all.filters };
  }
  const parts = [];
  for (const term of terms) parts.push(await having(archive, term, options));
  const present = parts.filter((part) => part.results.length);
  const together = common(present.map((part) => part.results)), isAny = !together.length && present.length > 1;
  const results = isAny ? [...new Map(present.flatMap((part) => part.results).map((result) => [result.id, result])).values()] : together;
  const loosely = await archive.search((present.length ? present : parts).flatMap((part) => tokensOf(part.term)).join(" "), { filters });
  if (order === "best") {
    const scores = new Map(loosely.results.map((result) => [result.id, result.score]));
    results.sort((one, other) => (scores.get(other.id) ?? 0) - (scores.get(one.id) ?? 0)); // stable: newest first among equals
  }
  return { results, terms: present.map((part) => spaced(part.term)), missing: parts.filter((part) => !part.results.length).map((part) => part.term),
    loose: present.filter((part) => !part.isExact).map((part) => part.term), isAny, filters: loosely.filters };
}

/* The text that the pairs were made of, with a space between Chinese and other words. */
function read(content) {
  let text = "", before = "";
  for (const token of content.split(/\s+/)) {
    if (WORD.test(before) && WORD.test(token) && !(isCjk(before) && isCjk(token))) text += " ";
    text += PAIR.test(token) ? [...token][0] : token;
    before = token;
  }
  return text;
}

const isCjk = (token) => PAIR.test(token) || ONE.test(token);
const spaced = (term) => term.replace(SEAM, "$& ");

function hit(data, terms) {
  const head = data.meta.title ?? "", title = read(head);
  const text = read(data.content.startsWith(head) ? data.content.slice(head.length).replace(/^[.\s]+/, "") : data.content);
  const low = text.toLowerCase(), places = terms.map((term) => low.indexOf(term)).filter((at) => at >= 0);
  const start = Math.max(0, Math.min(...(places.length ? places : [0])) - 20);
  const page = decodeURI(data.raw_url ?? data.url).replace(/^\//, ""), cut = page.lastIndexOf("/");
  const anchor = decodeURIComponent(page.slice(cut + 1)).replace(/^~/, "").replace(/\.html$/, "");
  return { address: `${page.slice(0, cut)}/${anchor ? `#${anchor}` : ""}`, title, date: data.meta.date ?? "",
    excerpt: `${start ? "…" : ""}${text.slice(start, start + WIDTH)}${start + WIDTH < text.length ? "…" : ""}`,
    kind: data.filters.kind?.[0] ?? "", level: data.filters.level?.[0] ?? "", type: data.filters.type?.[0] ?? "" };
}

async function answer({ query, filters, order, from, count }) {
  const key = JSON.stringify([query, filters, order]);
  if (last.key !== key) last = { key, found: await find(query, filters, order) };
  const { results, terms, ...rest } = last.found;
  const shown = await Promise.all(results.slice(from, from + count).map((result) => result.data()));
  const seen = new Set(), hits = shown.map((data) => hit(data, terms)).filter((one) => !seen.has(one.address) && seen.add(one.address));
  return { ...rest, terms, total: results.length, hits };
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ id: data.id, ...(await answer(data)) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error) });
  }
};
