// The controls on the stage that can be moved, those of the strip last: [{id, kind, name}].
// Each element gets its id as its attribute data-control.
() => {
  const kinds = {
    slider: '[data-testid="stSlider"], .scrubber',
    number: '[data-testid="stNumberInput"]',
    toggle: '[data-testid="stCheckbox"]',
    radio: '[data-testid="stRadio"]',
    choice: '[data-testid="stButtonGroup"]',
    list: '[data-testid="stSelectbox"]',
    fold: '[data-testid="stExpander"] summary',
    button: '[data-testid="stButton"]',
  };
  const found = [];
  for (const [kind, selector] of Object.entries(kinds)) {
    for (const place of ["controls", "hero", "strip"]) {
      for (const element of document.querySelectorAll(`.st-key-${place} ${selector}`)) {
        const parts = [...element.querySelectorAll("input, button")];
        if (!element.checkVisibility() || (parts.length && parts.every((part) => part.disabled))) continue;
        const words = element.querySelector('[data-testid="stMarkdownContainer"]') ?? element;
        const name = words.innerText.replace(/\s+/g, " ").trim();
        const keyed = [...element.closest("[data-testid=stElementContainer], [data-testid=stLayoutWrapper]").classList];
        const id = `${kind} ${keyed.find((name) => name.startsWith("st-key-"))?.slice(7) ?? name}`;
        element.dataset.control = id;
        found.push({ id, kind, name });
      }
    }
  }
  return found;
}
