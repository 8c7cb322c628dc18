// Reads the lab's figures inside the page: steps and redraws between begin and end, and how long a pause takes.
(() => {
  const text = (label) => {
    for (const metric of document.querySelectorAll('[data-testid="stMetric"]')) {
      if (metric.querySelector('[data-testid="stMetricLabel"]').innerText.trim() === label) {
        return metric.querySelector('[data-testid="stMetricValue"]').innerText;
      }
    }
    return "";
  };
  const step = () => Number(text("Step").replace(/,/g, ""));
  const button = (name) =>
    [...document.querySelectorAll("button")].find((item) => item.innerText.trim().startsWith(name));
  const curve = () => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg.marks')][1];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let added = 0;
  let redraws = 0;
  let start;
  let first;
  const isChart = (node) =>
    node.nodeType === 1 && (node.matches("svg.marks") || node.querySelector("svg.marks") !== null);
  const changedStep = async () => {
    const before = step();
    while (step() === before) await frame();
    return [performance.now(), step()];
  };
  window.labWatch = {
    async begin() {
      new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) if (isChart(node)) added += 1;
      }).observe(document.body, { childList: true, subtree: true });
      let pending = false;
      new MutationObserver(() => {
        if (pending) return;
        pending = true;
        redraws += 1;
        setTimeout(() => { pending = false; }, 50);
      }).observe(curve(), { attributes: true, childList: true, subtree: true });
      [start, first] = await changedStep();
      redraws = 0;
    },
    async end() {
      const [now, last] = await changedStep();
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
