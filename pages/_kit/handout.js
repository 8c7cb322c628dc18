// The hand-out: copies what a scene shows into a document for paper, asks the server for the next scene, and at the end
// shows the document instead of the page. Only what stands in the list of leaves is copied: no control gets onto paper.

const handout = (window.learningIsInferenceHandout ??= {
  started: false, data: {}, root: null, send: null, number: 0, parts: null, late: null, since: 0, text: "", stillAt: 0,
  opened: null, address: "", shown: null, status: null,
});

const EVERY = 100;
const STILL = 400; // Streamlit and Vega draw a little after the end of a run
const APP = '[data-testid="stApp"]';
const BACK = "Back to the lesson";
const BUSY = '[data-testid="stElementContainer"][data-stale="true"], [data-testid="stSkeleton"], [data-testid="stSpinner"], [data-testid="stProgress"]';
const NOT_OF_STATE = ["print", "present", "host", "code", "room"];

const byId = (name) => `[data-testid="${name}"]`;
const isOn = () => handout.root?.isConnected && new URLSearchParams(location.search).get("print") === "1";
const app = () => document.querySelector(APP);
const isRunning = () => app().dataset.testScriptState !== "notRunning";
const place = (name) => app().querySelector(`.st-key-${name}`);

function make(tag, attributes, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children.filter(Boolean));
  return made;
}

// ---- what is copied

const HELP = 'button, svg.icon, [data-testid="stTooltipIcon"], [data-testid="stIconMaterial"], [translate="no"], .katex-mathml';

function onWhite(color) {
  const rgb = color.match(/^rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?([\d.]+))?\)$/);
  const hex = rgb ? `#${rgb.slice(1, 4).map((part) => (+part).toString(16).padStart(2, "0")).join("")}` : color.toLowerCase();
  const light = handout.data.colors[hex];
  if (!light) return color;
  return rgb?.[4] ? light + Math.round(255 * rgb[4]).toString(16).padStart(2, "0") : light;
}

// The words of an element, without Streamlit's classes and buttons.
function prose(from, into) {
  if (!from) return null;
  const copy = from.cloneNode(true);
  for (const help of copy.querySelectorAll(HELP)) help.remove();
  for (const part of copy.querySelectorAll("*")) {
    if (part.closest(".katex")) continue;
    const { color, textAlign } = part.style;
    const isColored = part.matches(".stMarkdownColoredText");
    const isBadge = part.matches(".stMarkdownBadge");
    for (const { name } of [...part.attributes]) if (name !== "href") part.removeAttribute(name);
    if (isColored) part.style.color = onWhite(color);
    if (textAlign) part.style.textAlign = textAlign;
    if (isBadge) part.className = "badge";
  }
  into.append(...copy.childNodes);
  return into.textContent.trim() ? into : null;
}

const words = (box) => box.querySelector(byId("stMarkdownContainer")) ?? box.querySelector(byId("stCaptionContainer"));

// The ids of clip paths and gradients count up in each chart; in one document they must differ.
function chart(box) {
  const drawn = box.querySelector("svg.marks");
  if (!drawn) return null;
  const copy = drawn.cloneNode(true);
  const mark = `handout-${(handout.number += 1)}-`;
  for (const part of [copy, ...copy.querySelectorAll("*")]) {
    for (const { name, value } of [...part.attributes]) {
      if (name === "id") part.id = mark + value;
      else if (value.includes("url(#")) part.setAttribute(name, value.replaceAll("url(#", `url(#${mark}`));
      else if (name.endsWith("href") && value.startsWith("#")) part.setAttribute(name, `#${mark}${value.slice(1)}`);
      else if (["fill", "stroke", "stop-color"].includes(name)) part.setAttribute(name, onWhite(value));
    }
  }
  copy.setAttribute("role", "img");
  copy.setAttribute("aria-label", box.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "");
  copy.style.background = "none";
  return make("figure", {}, copy);
}

function figure(box) {
  const part = (name) => box.querySelector(byId(`stMetric${name}`));
  const line = (name) => part(name) && prose(words(part(name)) ?? part(name), make("div", { className: name.toLowerCase() }));
  return make("div", { className: "figure" }, line("Label"), line("Value"), line("Delta"));
}

// A grid is drawn on a canvas, whose own content is a table for screen readers.
function grid(box) {
  const rows = [...box.querySelectorAll("canvas [role=row]")].map((row) =>
    make("tr", {}, ...[...row.querySelectorAll("[role=columnheader], [role=gridcell]")].map((cell) =>
      make(cell.matches("[role=columnheader]") ? "th" : "td", {}, cell.textContent))));
  return rows.length ? make("table", {}, ...rows) : null;
}

function table(box) {
  const into = make("div", {});
  return prose(make("div", {}, box.querySelector("table").cloneNode(true)), into);
}

function link(box) {
  if (box.closest('[class*="st-key-show_it"]')) return null;
  const to = box.querySelector("a");
  return prose(words(to) ?? to, make("a", { href: to.href, className: "link" }));
}

const LEAVES = {
  stMetric: figure,
  stVegaLiteChart: chart,
  stDataFrame: grid,
  stTable: table,
  stPageLink: link,
  stCode: (box) => make("pre", {}, box.querySelector("code").textContent.trimEnd()),
  stAlert: (box) => prose(words(box), make("aside", {})),
  stHeading: (box, level) => prose(box.querySelector("h1, h2, h3, h4"), make(`h${level}`, {})),
  stCaptionContainer: (box) => prose(words(box), make("div", { className: "caption" })),
  stMarkdown: (box) => prose(words(box), make("div", {})),
};

function leaf(box, level) {
  const name = Object.keys(LEAVES).find((id) => box.querySelector(byId(id)));
  return name ? LEAVES[name](box, level) : null;
}

const FOLDED = ["stExpander", "stPopover", "stForm", "stTabs"].map(byId).join();

function copy(from, into, level) {
  for (const child of from?.children ?? []) {
    if (child.matches(FOLDED) || child.matches('[class*="st-key-unseen"]')) continue;
    if (child.matches(byId("stElementContainer"))) {
      const made = leaf(child, level);
      if (made) into.append(made);
    } else if (child.matches(byId("stHorizontalBlock")) && child.querySelector(`:scope > ${byId("stColumn")}`)) {
      const columns = [...child.children].map((column) => [column.clientWidth, copy(column, make("div", {}), level)]);
      const filled = columns.filter(([, column]) => column.childNodes.length);
      for (const [width, column] of filled) column.style.flexGrow = width;
      if (filled.length > 1) into.append(make("div", { className: "columns" }, ...filled.map(([, column]) => column)));
      else if (filled.length) into.append(...filled[0][1].childNodes);
    } else if (child.matches('[class*="st-key-figures"]')) {
      const row = copy(child, make("div", { className: "figures" }), level);
      const items = row.childElementCount;
      row.style.gridTemplateColumns = `repeat(${items > 6 ? Math.ceil(items / 2) : items || 1}, 1fr)`;
      into.append(row);
    } else {
      copy(child, into, level);
    }
  }
  return into;
}

// ---- the state in words: the labels and values of the scene's fields

const texts = (box, query) => [...box.querySelectorAll(query)].map((part) => part.textContent.trim()).filter(Boolean);
const chosen = (box) => texts(box, 'button[data-selected="true"], [aria-checked="true"], [aria-pressed="true"]');

const FIELDS = {
  stNumberInput: (box) => [box.querySelector("input").value],
  stTextInput: (box) => [box.querySelector("input").value],
  stSlider: (box) => texts(box, byId("stSliderThumbValue")),
  stSelectbox: (box) => [box.querySelector("input")?.value || texts(box, '[role="combobox"], button')[0]],
  stButtonGroup: (box) => (chosen(box).length ? chosen(box) : ["none"]),
  stRadio: (box) => texts(box, `${byId("stRadioOption")}[data-selected]`),
  stCheckbox: (box) => [box.querySelector("input").checked ? "on" : "off"],
};

function state() {
  const said = [];
  for (const box of place("controls")?.querySelectorAll(byId("stElementContainer")) ?? []) {
    if (box.closest(`[class*="st-key-unseen"], .st-key-own_data, ${byId("stPopover")}`)) continue;
    const name = Object.keys(FIELDS).find((id) => box.querySelector(byId(id)));
    if (!name) continue;
    const label = texts(box, `${byId("stWidgetLabel")} ${byId("stMarkdownContainer")}`)[0] ?? "";
    const value = FIELDS[name](box).filter(Boolean).join(", ");
    if (value) said.push(label ? `${label}: ${value}` : value);
  }
  return said.join(" · ");
}

// ---- the scenes, one after the other

function isAtRest(now) {
  const drawn = [...app().querySelectorAll(byId("stVegaLiteChart"))].every((each) => each.querySelector("svg.marks")?.clientHeight);
  const isBusy = isRunning() || app().querySelector(BUSY) || !drawn || document.fonts.status !== "loaded";
  const text = app().querySelector("section, main")?.innerHTML.length;
  if (isBusy || text !== handout.text) handout.stillAt = now;
  handout.text = text;
  return now - handout.stillAt >= STILL;
}

function copyScene(slug) {
  const [, title] = handout.data.scenes.find(([each]) => each === slug);
  const several = handout.data.scenes.length > 1;
  const level = several ? 3 : 2;
  const said = state();
  const stage = make("div", { className: "stage" });
  copy(place("hero"), stage, level);
  // What the controls say comes after the chart, unless it is the scene's own text.
  const remarks = copy(place("controls"), make("div", {}), level);
  if (remarks.querySelector("h2, h3")) stage.prepend(remarks);
  else if (remarks.childNodes.length) stage.append(remarks);
  const scene = make("section", { className: "scene" },
    several && make("h2", {}, title),
    said && make("p", { className: "state" }, said),
    stage);
  copy(place("reading"), scene, level);
  copy(place("table"), scene, level);
  const part = (name) => copy(place(name), make("section", { className: name }), 2);
  return { scene, words: part("words"), example: part("example"), closing: part("closing") };
}

function look() {
  if (!isOn()) return clear();
  if (handout.shown) return;
  const { scene, scenes, limit } = handout.data;
  const now = performance.now();
  if (!handout.parts) begin(now);
  const missing = scenes.map(([slug]) => slug).filter((slug) => !handout.parts.has(slug));
  handout.status.firstChild.textContent = `Preparing the hand-out: scene ${scenes.length - missing.length + 1} of ${scenes.length}`;
  if (handout.parts.has(scene)) {
    if (now - handout.since > 5000 && !isRunning()) ask("scene", missing[0], now); // the message may have been lost
    return;
  }
  const rests = isAtRest(now);
  if (!rests && now - handout.since < 1000 * limit) return;
  if (!handout.parts.size) {
    const address = new URL(location.href);
    for (const key of NOT_OF_STATE) address.searchParams.delete(key);
    [handout.opened, handout.address] = [scene, address.href];
  }
  handout.parts.set(scene, copyScene(scene));
  if (!rests && !handout.late.has(scene)) handout.late.set(scene, true);
  const next = missing.find((slug) => slug !== scene) ?? waitAgain();
  if (next) ask("scene", next, now);
  else show(now);
}

// A scene whose answers were not there in time is copied once more after the others.
function waitAgain() {
  const [slug] = [...handout.late].find(([, isDue]) => isDue) ?? [];
  if (slug === undefined) return null;
  handout.late.set(slug, false);
  handout.parts.delete(slug);
  return slug;
}

function begin(now) {
  [handout.parts, handout.late] = [new Map(), new Map()];
  [handout.since, handout.stillAt] = [now, now];
  const said = make("p", {});
  said.setAttribute("role", "status");
  handout.status = make("div", { id: "handout-status" }, said, make("button", { onclick: leave }, BACK));
  document.body.append(handout.status);
}

function ask(what, slug, now) {
  handout.since = handout.stillAt = now;
  handout.send(what, { slug, number: (handout.number += 1) });
}

function clear() {
  handout.shown?.remove();
  handout.status?.remove();
  document.documentElement.classList.remove("on-paper");
  Object.assign(handout, { parts: null, shown: null, status: null, opened: null });
}

// ---- the document

function examples() {
  const found = new Map();
  for (const [slug, title] of handout.data.scenes) {
    const { example } = handout.parts.get(slug);
    if (example.querySelector("pre") && !found.has(example.textContent)) found.set(example.textContent, [title, example]);
  }
  if (found.size > 1) for (const [title, example] of found.values()) example.querySelector("h2").append(`: ${title}`);
  return [...found.values()].map(([, example]) => example);
}

function show(now) {
  const { place, question, scenes } = handout.data;
  const first = handout.parts.get(scenes[0][0]);
  const all = scenes.map(([slug]) => handout.parts.get(slug));
  const course = "Learning = Inference";
  const back = make("button", { onclick: leave }, BACK);
  const print = make("button", { onclick: () => window.print(), className: "main" }, "Print");
  const here = make("a", { href: handout.address }, handout.address);
  const footer = make("footer", {}, make("p", {}, `${course} · ${place}. The address of this page: `, here));
  // The name stands on each page.
  const style = make("style", {}, `@page { @bottom-left { content: ${JSON.stringify(`${course} · ${place}`)}; } }`);
  handout.shown = make("div", { id: "paper" }, style,
    make("nav", {}, print, back),
    make("article", {},
      make("header", {}, make("p", {}, `${course} · ${place}`), make("h1", {}, question)),
      ...all.map(({ scene }) => scene), first.words, ...examples(), first.closing,
      make("div", { className: "end" }, first.closing.lastElementChild, footer)));
  document.body.append(handout.shown);
  document.documentElement.classList.add("on-paper");
  scrollTo(0, 0);
  if (handout.data.scene !== handout.opened) ask("scene", handout.opened, now);
  back.focus();
  if (handout.data.dialog) setTimeout(() => window.print(), 500);
}

function leave() {
  const slug = handout.opened;
  clear();
  handout.root = null; // until the page comes without its print mode, nothing is copied again
  handout.send("back", { slug, number: (handout.number += 1) });
}

export default function ({ data, parentElement, setStateValue }) {
  Object.assign(handout, { data, root: parentElement, send: setStateValue });
  if (handout.started) return;
  handout.started = true;
  setInterval(look, EVERY);
}
