// What the course asks of the browser itself: the keys of the stage, one history entry a scene, and the clipboard.
// The server draws this component once, outside of the lessons, so it outlives a change of lesson.

const page = (window.learningIsInference ??= { steps: 0, plays: 0, send: null, opened: null, started: false });

const isTextField = (element) =>
  element.isContentEditable ||
  element.tagName === "TEXTAREA" ||
  (element.tagName === "INPUT" && !["range", "checkbox", "radio", "button"].includes(element.type));

const isOpenList = (element) => element.getAttribute("aria-expanded") === "true" || element.closest('[role="listbox"]');

const ownsArrows = (element) =>
  element.type === "range" ||
  element.closest('[role="slider"], [role="radiogroup"], [role="radio"], [role="tablist"], [role="grid"], [role="menu"]');

// The number of steps that a key takes, or null for a key that belongs to something else.
function stepOf(event) {
  const { key, target } = event;
  if (isTextField(target) || isOpenList(target)) return null;
  if (key === "PageDown") return 1;
  if (key === "PageUp") return -1;
  if (ownsArrows(target)) return null;
  return { ArrowRight: 1, ArrowLeft: -1 }[key] ?? null;
}

function onKeyDown(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  if (document.querySelector('[role="dialog"]')) return;
  const step = stepOf(event);
  if (step !== null) {
    page.steps += step;
    page.send("steps", page.steps);
  } else if (key.toLowerCase() === "p" && !isTextField(target) && !isOpenList(target)) {
    page.plays += 1;
    page.send("plays", page.plays);
  } else if (key.toLowerCase() === "o" && !isTextField(target) && !isOpenList(target)) {
    togglePanel();
  } else if (key === "Escape" && ownsArrows(target)) {
    target.blur();
    return;
  } else {
    return;
  }
  // In the capturing phase: a slider would move by PageDown as well.
  event.preventDefault();
  event.stopPropagation();
}

// Streamlit adds a history entry whenever a field changes the address. Only a change of lesson or scene is one here.
function oneEntryAScene() {
  const push = history.pushState.bind(history);
  const place = (url) => `${url.pathname} ${url.searchParams.get("scene") ?? ""}`;
  history.pushState = (state, title, address) => {
    const here = new URL(location.href);
    const moved = place(new URL(address ?? here, here)) !== place(here);
    (moved ? push : history.replaceState.bind(history))(state, title, address);
  };
}

const say = (words) => {
  page.status.textContent = words;
};

async function copyLink(button) {
  const address = new URL(location.href);
  address.searchParams.delete("present");
  try {
    await navigator.clipboard.writeText(address.href);
  } catch {
    window.prompt("Copy this address", address.href);
    return;
  }
  button.dataset.copied = "true";
  say("Copied");
  setTimeout(() => {
    delete button.dataset.copied;
    say("");
  }, 2000);
}

function togglePanel() {
  document.documentElement.classList.toggle("panel");
}

// The largest chart on the stage, as a file.
function savePicture(kind) {
  const charts = [...document.querySelectorAll(".st-key-hero svg.marks")];
  const chart = charts.sort((a, b) => b.clientWidth * b.clientHeight - a.clientWidth * a.clientHeight)[0];
  if (!chart) return;
  const { clientWidth: width, clientHeight: height } = chart;
  const copy = chart.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  const svg = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
  if (kind === "svg") return download(svg, "chart.svg");
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
    canvas.toBlob((png) => download(png, "chart.png"));
    URL.revokeObjectURL(image.src);
  };
  image.src = URL.createObjectURL(svg);
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function onClick(event) {
  for (const kind of ["png", "svg"]) if (event.target.closest(`.st-key-save_${kind} button`)) savePicture(kind);
  const copy = event.target.closest(".st-key-copy_link button");
  if (copy) copyLink(copy);
  if (event.target.closest(".st-key-panel button")) togglePanel();
}

// A browser holds on to the mark that a finger came down on; Vega would see no other mark until it is lifted.
function letGo(event) {
  if (event.pointerType === "touch" && event.target.closest("svg.marks")) {
    event.target.releasePointerCapture(event.pointerId);
  }
}

function openLesson(slug) {
  const links = [...document.querySelectorAll(".st-key-strip_row a")];
  links.find((link) => new URL(link.href).pathname.endsWith(`/${slug}`))?.click();
}

export default function ({ data, parentElement, setStateValue }) {
  page.send = setStateValue;
  page.status = parentElement.querySelector("[role=status]");
  if (data.open !== page.opened) {
    page.opened = data.open;
    if (data.open !== null) openLesson(data.open);
  }
  if (page.started) return;
  page.started = true;
  oneEntryAScene();
  document.addEventListener("keydown", onKeyDown, true);
  document.addEventListener("click", onClick);
  document.addEventListener("pointerdown", letGo, true);
}
