// The buttons and links that a finger misses 11 px beside their center: their targets are smaller than 24 px.
() => {
  const missed = [];
  for (const target of document.querySelectorAll('.st-key-frame :is(button, a[href], label:has(input), [data-testid="stSlider"] [role="group"] > div > [data-rac])')) {
    const box = target.getBoundingClientRect();
    if (!box.width || getComputedStyle(target).visibility === "hidden") continue;
    target.scrollIntoView({ block: "center" });
    const { x, y, width, height } = target.getBoundingClientRect();
    const [left, top] = [x + width / 2, y + height / 2];
    const slider = target.closest('[data-testid="stSlider"]');
    const owner = slider ?? target.closest("label") ?? target;
    // A press anywhere on the bar of a slider moves its thumb.
    for (const [dx, dy] of slider ? [[0, -11], [0, 11]] : [[-11, 0], [11, 0], [0, -11], [0, 11]]) {
      const hit = document.elementFromPoint(left + dx, top + dy);
      if (!owner.contains(hit)) {
        missed.push(`${target.tagName} "${target.ariaLabel ?? target.innerText}" ${Math.round(width)} x ${Math.round(height)} at ${dx}, ${dy}`);
        break;
      }
    }
  }
  return missed;
}
