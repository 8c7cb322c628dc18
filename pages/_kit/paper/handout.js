// The hand-out: copies what a scene shows into a document for paper, asks the server for the next scene, and at the end
// shows the document instead of the page.

const handout = (window.learningIsInferenceHandout ??= {
  started: false, data: {}, root: null, send: null, number: 0, parts: null, late: null, since: 0, text: "", stillAt: 0,
  opened: null, address: "", shown: null, status: null,
});

const EVERY = 100;
const STILL = 400; // Streamlit and Vega draw a little after the end of a run
const APP = '[data-testid="stApp"]';
const BACK = "Back to the lesson";
const BUSY = '[data-testid="stElementContainer"][data-stale="true"], [data-testid="stSkeleton"], [data-testid="stSpinner"], [data-testid="stProgress"]';
const NOT_OF_STATE = ["print", "present", "host", "code", "room"];

const byId = (name) => `[data-testid="${name}"]`;
const isOn = () => handout.root?.isConnected && new URLSearchParams(location.search).get("print") === "1";
const app = () => document.querySelector(APP);
const isRunning = () => app().dataset.testScriptState !== "notRunning";
const place = (name) => app().querySelector(`.st-key-${name}`);

function make(tag, attributes, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children.filter(Boolean));
  return made;
}

function isAtRest(now) {
  const drawn = [...app().querySelectorAll(byId("stVegaLiteChart"))].every((each) => each.querySelector("svg.marks")?.clientHeight);
  const isBusy = isRunning() || app().querySelector(BUSY) || !drawn || document.fonts.status !== "loaded";
  const text = app().querySelector("section, main")?.innerHTML.length;
  if (isBusy || text !== handout.text) handout.stillAt = now;
  handout.text = text;
  return now - handout.stillAt >= STILL;
}

function look() {
  if (!isOn()) return clear();
  if (handout.shown) return;
  const { scene, scenes, limit } = handout.data;
  const now = performance.now();
  if (!handout.parts) begin(now);
  const missing = scenes.map(([slug]) => slug).filter((slug) => !handout.parts.has(slug));
  handout.status.firstChild.textContent = `Preparing the hand-out: scene ${scenes.length - missing.length + 1} of ${scenes.length}`;
  if (handout.parts.has(scene)) {
    if (now - handout.since > 5000 && !isRunning()) ask("scene", missing[0], now); // the message may have been lost
    return;
  }
  const rests = isAtRest(now);
  if (!rests && now - handout.since < 1000 * limit) return;
  if (!handout.parts.size) {
    const address = new URL(location.href);
    for (const key of NOT_OF_STATE) address.searchParams.delete(key);
    [handout.opened, handout.address] = [scene, address.href];
  }
  handout.parts.set(scene, copyScene(scene));
  if (!rests && !handout.late.has(scene)) handout.late.set(scene, true);
  const next = missing.find((slug) => slug !== scene) ?? waitAgain();
  if (next) ask("scene", next, now);
  else show(now);
}

// A scene whose answers were not there in time is copied once more after the others.
function waitAgain() {
  const [slug] = [...handout.late].find(([, isDue]) => isDue) ?? [];
  if (slug === undefined) return null;
  handout.late.set(slug, false);
  handout.parts.delete(slug);
  return slug;
}

function begin(now) {
  [handout.parts, handout.late] = [new Map(), new Map()];
  [handout.since, handout.stillAt] = [now, now];
  const said = make("p", {});
  said.setAttribute("role", "status");
  handout.status = make("div", { id: "handout-status" }, said, make("button", { onclick: leave }, BACK));
  document.body.append(handout.status);
}

function ask(what, slug, now) {
  handout.since = handout.stillAt = now;
  handout.send(what, { slug, number: (handout.number += 1) });
}

function clear() {
  handout.shown?.remove();
  handout.status?.remove();
  document.documentElement.classList.remove("on-paper");
  Object.assign(handout, { parts: null, shown: null, status: null, opened: null });
}

function leave() {
  const slug = handout.opened;
  clear();
  handout.root = null; // until the page comes without its print mode, nothing is copied again
  handout.send("back", { slug, number: (handout.number += 1) });
}

export default function ({ data, parentElement, setStateValue }) {
  Object.assign(handout, { data, root: parentElement, send: setStateValue });
  if (handout.started) return;
  handout.started = true;
  setInterval(look, EVERY);
}
