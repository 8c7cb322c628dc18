// What does not lie inside the window: axis titles, figures, and the buttons of the strip. One line for each.
// The line of place, scenes and tools must be one line.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const hero = document.querySelector(".st-key-hero").getBoundingClientRect();
  const page = { bottom: innerHeight, right: innerWidth };
  const outside = [];
  const look = (element, name, area) => {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return;
    const low = Math.min(area.bottom, innerHeight);
    const right = Math.min(area.right, innerWidth);
    if (box.bottom > low + 1 || box.right > right + 1 || box.left < -1 || box.top < -1) {
      const at = [box.left, box.top, box.right, box.bottom].map(Math.round);
      outside.push(`${name} at ${at}, beyond ${Math.round(right)} x ${Math.round(low)}`);
    }
  };
  for (const title of all(".st-key-hero svg.marks .role-axis-title text")) look(title, title.textContent, hero);
  for (const figure of all('.st-key-hero [data-testid="stMetricValue"]')) look(figure, figure.innerText, hero);
  for (const button of all(".st-key-strip button")) look(button, button.innerText, page);
  const chart = all(".st-key-hero svg.marks")[0];
  const height = chart?.getBoundingClientRect().height;
  if (height < 150) outside.push(`the chart is ${height} px high`);
  const line = all(".st-key-place > *").map((part) => part.getBoundingClientRect()).filter((box) => box.height);
  if (line.some((box) => box.top >= line[0].bottom)) outside.push("the line above the question takes two rows");
  if (document.documentElement.scrollWidth > innerWidth) outside.push("the page scrolls sideways");
  return outside;
}
