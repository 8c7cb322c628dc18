// The state in words: the labels and values of the scene's fields.
// A part of the module of handout.js.

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
