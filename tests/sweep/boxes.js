// The boxes of the chart, the row of figures, the strip and one control: {name: [left, top, width, height]}.
(control) => {
  const boxes = {};
  const note = (name, selector) =>
    document.querySelectorAll(selector).forEach((element, i) => {
      const box = element.getBoundingClientRect();
      if (box.width && box.height) boxes[i ? `${name} ${i + 1}` : name] = [box.left, box.top, box.width, box.height];
    });
  note("chart", '.st-key-hero [data-testid="stVegaLiteChart"]');
  note("figures", '.st-key-hero [class*="st-key-figures"]');
  note("strip", ".st-key-strip_row");
  note("itself", `[data-control="${CSS.escape(control)}"]`);
  return boxes;
}
