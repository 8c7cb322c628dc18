// What a scene shows, as parts of the document. Only what stands in the list of leaves is copied: no control gets onto
// paper. A part of the module of handout.js.

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
