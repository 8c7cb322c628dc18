// Measures inside the page the time from an input event to the frames that show a change.
// It records the first and the last painted change below the selector; `settled` ends after QUIET_MS without one.
(selector) => {
  const QUIET_MS = 250;
  const LIMIT_MS = 10000;
  const watch = { start: null, first: null, last: null, pending: 0 };

  const begin = (event) => {
    if (watch.start === null) watch.start = event.timeStamp;
  };
  addEventListener("keydown", begin, { capture: true });
  addEventListener("pointerdown", begin, { capture: true });

  const painted = () => {
    watch.pending -= 1;
    const now = performance.now();
    if (watch.first === null) watch.first = now;
    watch.last = now;
  };
  const observer = new MutationObserver((records) => {
    if (watch.start === null) return;
    const hit = records.some(({ target }) => {
      const element = target instanceof Element ? target : target.parentElement;
      return element !== null && element.closest(selector) !== null;
    });
    if (!hit) return;
    watch.pending += 1;
    // A task queued from the frame's callback runs once that frame has been drawn.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = painted;
      channel.port2.postMessage(null);
    });
  });
  observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "transform", "aria-label"],
  });

  window.paintWatch = {
    reset() {
      watch.start = watch.first = watch.last = null;
    },
    settled() {
      return new Promise((resolve, reject) => {
        const began = performance.now();
        const look = () => {
          const now = performance.now();
          if (watch.first !== null && watch.pending === 0 && now - watch.last > QUIET_MS) {
            resolve({ first: watch.first - watch.start, last: watch.last - watch.start });
          } else if (now - began > LIMIT_MS) {
            reject(new Error(`nothing below ${selector} changed within ${LIMIT_MS} ms`));
          } else {
            setTimeout(look, 20);
          }
        };
        look();
      });
    },
  };
}
