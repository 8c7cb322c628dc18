// What is cut off by its own box, and which parts of the frame overlap. One line for each.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const found = [];
  const cut = (element) => getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
  // Figures: the whole label, value and note can be read.
  for (const part of all(':is([data-testid="stMetricLabel"], [data-testid="stMetricValue"], [data-testid="stMetricDelta"])')) {
    const box = part.getBoundingClientRect();
    if (box.width && [part, ...part.querySelectorAll("*")].some(cut)) found.push(`"${part.innerText}" is cut`);
  }
  // Charts: no text sticks out of its picture.
  for (const svg of all("svg.marks")) {
    const area = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      if (!box.width || getComputedStyle(text).opacity === "0" || text.closest("[clip-path]")) continue;
      const out = Math.max(area.left - box.left, box.right - area.right, area.top - box.top, box.bottom - area.bottom);
      if (out > 1.5) found.push(`"${text.textContent}" sticks out of its chart by ${Math.round(out)} px`);
    }
  }
  // Controls: no text is wider than its box, and the column does not scroll sideways.
  const controls = document.querySelector(".st-key-controls");
  if (controls && controls.scrollWidth > controls.clientWidth + 1) found.push("the controls scroll sideways");
  for (const part of all('.st-key-controls :is(label, button) p, .st-key-strip :is(p, button), .st-key-place button')) {
    const box = part.getBoundingClientRect();
    if (box.width && cut(part)) found.push(`"${part.innerText}" is cut in the controls`);
  }
  const main = document.querySelector('[data-testid="stMain"]');
  if (main.scrollWidth > main.clientWidth + 1) found.push("the page scrolls sideways");
  // The parts of the frame do not lie over each other.
  const parts = [
    ...all(".st-key-place button, .st-key-place p, [data-testid=stExpandSidebarButton], .st-key-frame h1, .st-key-controls, .st-key-strip_row, .st-key-reading"),
    ...all('.st-key-hero svg.marks, .st-key-hero [data-testid="stMetric"], .st-key-hero [data-testid="stDataFrame"], .st-key-hero [data-testid="stMarkdownContainer"] > *'),
  ].filter((part) => part.getBoundingClientRect().height && !part.closest('[data-stale="true"], [data-testid="stSlider"]'));
  const fixed = (part) => part.closest(".st-key-strip_row") && getComputedStyle(part.parentElement).position === "fixed";
  // What is scrolled out of its place, or cut with an ellipsis, is not drawn there.
  const shown = (part) => {
    // The text itself: the boxes of headings and paragraphs have margins that may lie over each other.
    const text = document.createRange();
    text.selectNodeContents(part);
    let { left, top, right, bottom } = (part.matches("svg, [data-testid]") ? part : text).getBoundingClientRect();
    for (let node = part; node; node = node.parentElement) {
      if (getComputedStyle(node).overflowY === "visible") continue;
      const area = node.getBoundingClientRect();
      [left, top] = [Math.max(left, area.left), Math.max(top, area.top)];
      [right, bottom] = [Math.min(right, area.right), Math.min(bottom, area.bottom)];
    }
    return { left, top, right, bottom };
  };
  const name = (part) => part.className.baseVal ?? (part.innerText || part.className).slice(0, 40);
  for (const [i, one] of parts.entries()) {
    for (const other of parts.slice(i + 1)) {
      if (one.contains(other) || other.contains(one) || fixed(one) || fixed(other)) continue;
      const [a, b] = [shown(one), shown(other)];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 2) found.push(`"${name(one)}" and "${name(other)}" overlap, ${Math.round(wide)} x ${Math.round(high)}`);
    }
  }
  return found;
}
