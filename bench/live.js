// Measures inside the page: steps and redraws between begin() and end(), and how long a pause takes. It reads
// textContent, because innerText would trigger a layout at each read.
(() => {
  const text = (label) => {
    for (const metric of document.querySelectorAll('[data-testid="stMetric"]')) {
      if (metric.querySelector('[data-testid="stMetricLabel"]').textContent.trim() === label) {
        return metric.querySelector('[data-testid="stMetricValue"]').textContent;
      }
    }
    return "";
  };
  const step = () => Number(text("Step").replace(/,/g, ""));
  const button = (name) =>
    [...document.querySelectorAll("button")].find((item) => item.textContent.trim().startsWith(name));
  const curve = () => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg.marks')][1];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const moment = () => new Promise((resolve) => setTimeout(resolve, 20));
  const isChart = (node) =>
    node.nodeType === 1 && (node.matches("svg.marks") || node.querySelector("svg.marks") !== null);
  const changedStep = async () => {
    const before = step();
    while (step() === before) await moment();
    return [performance.now(), step()];
  };
  let added = 0;
  let redraws = 0;
  let pending = false;
  let start;
  let first;
  const built = new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (isChart(node)) added += 1;
  });
  const drawn = new MutationObserver(() => {
    if (pending) return;
    pending = true;
    redraws += 1;
    setTimeout(() => { pending = false; }, 50);
  });
  window.labWatch = {
    async begin() {
      [start, first] = await changedStep();
      added = redraws = 0;
      built.observe(document.body, { childList: true, subtree: true });
      drawn.observe(curve(), { attributes: true, childList: true, subtree: true });
    },
    async end() {
      const [now, last] = await changedStep();
      built.disconnect();
      drawn.disconnect();
      const seconds = (now - start) / 1e3;
      return { steps: (last - first) / seconds, redraws: redraws / seconds, added };
    },
    async pause() {
      const pressed = performance.now();
      button("Pause").click();
      while (!button("Play")) await frame();
      return performance.now() - pressed;
    },
  };
})();
