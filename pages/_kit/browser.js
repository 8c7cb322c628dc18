// What the course asks of the browser itself: the keys of the stage, one history entry a scene, and the clipboard.
// The server draws this component once, outside of the lessons, so it outlives a change of lesson.

const page = (window.learningIsInference ??= {
  steps: 0, sent: 0, applied: 0, plays: 0, press: null, send: null, waiting: 0, busyAt: -Infinity, movedAt: -Infinity, touchedAt: -Infinity, held: null, ranAt: -Infinity, left: null, told: null, shared: [], opened: null,
  heard: null, started: false, losing: 0, returns: 0, kept: {}, texts: {}, tellings: 0, push: null, wentBack: null,
});

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

const isRunning = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "running";

const SETTLE = 80;
const MOVED = 500; // Streamlit sends the value of a field a little after it was moved
const PATIENCE = 5000;

// One message at a time: a second one would interrupt the run of the first, whose values have not come back yet.
function sendSteps(since) {
  clearTimeout(page.waiting);
  const now = performance.now();
  if (page.applied !== page.sent || isRunning() || page.held || now - page.movedAt < MOVED) page.busyAt = now;
  // Streamlit's fields take over the values of a run a few frames after its end.
  if (now - page.busyAt < SETTLE && now - since < PATIENCE) {
    page.waiting = setTimeout(sendSteps, 20, since);
  } else if (page.sent !== page.steps) {
    page.sent = page.steps;
    page.send("steps", page.steps);
  }
}

// A key that nothing here hears may belong to a script that comes yet (host.js), until something else is touched.
function onTouch() {
  page.touchedAt = performance.now();
  page.unheard = null;
}

function onKeyDown(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  if (document.querySelector('[role="dialog"]')) return;
  const step = stepOf(event);
  if (step !== null) {
    page.steps += step;
    sendSteps(performance.now());
  } else if (key.toLowerCase() === "p" && !isTextField(target) && !isOpenList(target)) {
    page.plays += 1;
    afterAside(() => page.send("plays", page.plays));
  } else if (key.toLowerCase() === "o" && !isTextField(target) && !isOpenList(target)) {
    togglePanel();
  } else if (key === "Escape" && ownsArrows(target)) {
    target.blur();
    return;
  } else {
    page.unheard = event;
    return;
  }
  // In the capturing phase: a slider would move by PageDown as well.
  event.preventDefault();
  event.stopPropagation();
}

// Streamlit adds a history entry whenever a field changes the address. Only a change of lesson or scene is one here.
function oneEntryAScene() {
  const push = (page.push = history.pushState.bind(history));
  const replace = history.replaceState.bind(history);
  // The hand-out goes through the scenes by itself; all of it is one entry.
  const place = ({ pathname, searchParams: keys }) => `${pathname} ${keys.has("print") ? "print" : (keys.get("scene") ?? "")}`;
  history.pushState = (state, title, address) => {
    const here = new URL(location.href);
    const there = new URL(address ?? here, here);
    const leaves = there.pathname !== here.pathname;
    // On the way to another lesson Streamlit first empties the address of this one.
    const moved = leaves || (!page.left && !here.searchParams.has("print") && place(there) !== place(here));
    if (leaves) restoreAddress();
    (moved ? push : replace)(state, title, address);
  };
}

// Streamlit takes the keys of fields along to the page that a link opens. Only those that lessons share may go.
function takeSharedKeysAlong(link) {
  const here = new URL(location.href);
  if (link.origin !== here.origin || link.pathname === here.pathname) return;
  page.left = here.href;
  for (const key of [...here.searchParams.keys()]) if (!page.shared.includes(key)) here.searchParams.delete(key);
  history.replaceState(history.state, "", here.href);
}

// When a field moves to another place of the page, Streamlit may forget that its key is in the address.
function completeAddress(values) {
  const told = JSON.stringify(values);
  if (told === page.told) return; // a field may have moved since, in a fragment
  page.told = told;
  if (page.wentBack) return; // these values are from before; the fields take theirs from the address
  const here = new URL(location.href);
  for (const [key, value] of Object.entries(values)) here.searchParams.set(key, value);
  if (here.href !== location.href) history.replaceState(history.state, "", here.href);
}

// The entry that is left keeps the address that it had.
function restoreAddress() {
  if (page.left) history.replaceState(history.state, "", page.left);
  page.left = null;
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

function onClickFirst(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches(SHOW_IT)) showIt(event, link);
  else takeSharedKeysAlong(link);
}

// On a narrow screen the list of lessons covers the lesson that was chosen. Streamlit closes it for phones alone.
function closeDrawer() {
  const drawer = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  if (innerWidth <= 768) drawer?.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}

function onClick(event) {
  if (event.target.closest('[data-testid="stSidebarNavLink"]')) setTimeout(closeDrawer, 100);
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

// While a pointer moves the point of a chart, the numbers beside the chart are still those of the point before: they
// stand dimmed (frame.css) until the run after the release has ended.
function onPointer(event) {
  const { type, clientX: x, clientY: y } = event;
  const chart = event.target.closest?.(".st-key-hero svg.marks");
  if (type === "pointercancel") document.querySelector("#vg-tooltip-element")?.classList.remove("visible"); // it scrolls
  if (type === "pointerdown") page.press = chart?.querySelector('[class*="movable"]') ? { x, y } : null;
  if (!page.press) return;
  // As in charts/pointer.py: a finger moves the point once it goes sideways, or where it is lifted.
  const sideways = Math.abs(x - page.press.x) > Math.max(3, Math.abs(y - page.press.y));
  if (event.pointerType !== "touch" || sideways || type === "pointerup") document.documentElement.classList.add("ahead");
  if (type === "pointerup" || type === "pointercancel") {
    page.press = null;
    waitForAnswer(performance.now(), false);
  }
}

function waitForAnswer(since, answered) {
  clearTimeout(page.answering);
  if (page.press) return;
  const now = performance.now();
  if (isRunning()) [since, answered] = [now, true];
  if (now - since < (answered ? SETTLE : MOVED)) page.answering = setTimeout(waitForAnswer, 20, since, answered);
  else document.documentElement.classList.remove("ahead");
}

const openLesson = (side) => document.querySelector(`.st-key-lesson_${side} a`)?.click();

export default function ({ data, parentElement, setStateValue }) {
  page.send = setStateValue;
  page.applied = data.applied;
  page.shared = data.shared;
  completeAddress(data.values);
  for (const [name, text] of Object.entries(data.keep)) keep(name, text, data.session);
  page.status = parentElement.querySelector("[role=status]");
  page.notice = parentElement.querySelector("[role=alert]");
  if (data.open !== page.opened) {
    page.opened = data.open;
    if (data.open !== null) openLesson(data.open);
  }
  if (page.started) return;
  page.started = true;
  oneEntryAScene();
  addSkipLink();
  waitForIcons();
  const app = document.querySelector('[data-testid="stApp"]');
  new MutationObserver(onRun).observe(app, { attributeFilter: ["data-test-script-state"] });
  new MutationObserver(onConnection).observe(app, { attributeFilter: ["data-test-connection-state"] });
  sayChangesLater();
  addEventListener("resize", sayChangesLater);
  addEventListener("storage", onStorage);
  addEventListener("popstate", () => (page.wentBack = "asked"), true);
  document.addEventListener("focusin", onFocus);
  for (const kind of ["pointerdown", "click", "keydown"]) document.addEventListener(kind, onTouch, true); // before onKeyDown
  document.addEventListener("keydown", onKeyDown, true);
  addEventListener("click", onPress, true);
  document.addEventListener("click", onClickFirst, true);
  document.addEventListener("click", onClick);
  document.addEventListener("pointerdown", letGo, true);
  for (const kind of ["down", "move", "up", "cancel"]) document.addEventListener(`pointer${kind}`, onPointer, true);
  for (const kind of ["input", "pointerup"]) document.addEventListener(kind, () => (page.movedAt = performance.now()), true);
}
