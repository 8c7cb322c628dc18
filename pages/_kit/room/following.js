// A presenter's page tells the room its address whenever it has changed; a follower's page opens the address that the
// room has. It is sent to those who lead a room or have joined one.

const together = (window.learningIsInferenceTogether ??= {
  started: false, data: {}, root: null, tell: null, number: 0, busyAt: 0, pressed: false,
  of: null, last: null, since: 0, told: null, toldAt: 0,
  turn: null, alone: true, aloneAt: -Infinity, opened: null,
});

const EVERY = 100;
const CALM = 80; // Streamlit's fields take over the values of a run a few frames after its end
const STILL = 300; // an address that has not changed for so long is told
const AGAIN = 2000;
const NOT_FOLLOWED = ["present", "host", "code", "room"];

const isRunning = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "running";

// Each address is worth only as much as it is the newest: nothing waits in a line.
function look() {
  const now = performance.now();
  if (isRunning()) together.busyAt = now;
  if (!together.root?.isConnected || together.pressed || document.hidden || now - together.busyAt < CALM) return;
  if ("shown" in together.data) show(now);
  else if (together.alone) sayAlone(now);
  else open();
}

function show(now) {
  if (together.data.of !== together.of) Object.assign(together, { of: together.data.of, told: null });
  const here = new URL(location.href);
  for (const key of NOT_FOLLOWED) here.searchParams.delete(key);
  const address = `/${here.pathname.split("/").pop()}${here.search}`;
  if (address !== together.last) {
    together.last = address;
    together.since = now;
  }
  const isTold = address === together.told && now - together.toldAt < AGAIN;
  const known = together.told ?? together.data.shown;
  if (together.data.covered && known && lessonOf(known) === lessonOf(address)) return;
  if (now - together.since < STILL || address === together.data.shown || isTold) return;
  if (!tellAside("address", { text: address })) return;
  together.told = address;
  together.toldAt = now;
}

const lessonOf = (address) => address.split("?")[0];

function open() {
  const { address, room } = together.data;
  if (!address) together.opened = null; // the next one is opened again, be it the same
  if (!address || address === together.opened) return;
  together.opened = address;
  const folder = location.pathname.replace(/[^/]*$/, "");
  const there = new URL(folder + address.slice(1), location.origin);
  if (new URLSearchParams(location.search).has("present")) there.searchParams.set("present", "1");
  if (there.href === location.href) return;
  if (window.learningIsInference) window.learningIsInference.left = null;
  // Only the way from the participant's page is one in the history: Back leads there.
  const write = location.pathname === folder + room ? "pushState" : "replaceState";
  history[write](history.state, "", there.href);
  // On the way through the history, Streamlit reads the address into fields that stand there already.
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
}

// The server may not hear it, as when the page changes at once. Then it says again that this page follows.
function sayAlone(now) {
  if (!together.data.follows || now - together.aloneAt < AGAIN) return;
  if (tellAside("touched", { turn: together.turn })) together.aloneAt = now;
}

const tellAside = (name, said) =>
  window.learningIsInference?.aside?.(() => together.tell(name, { ...said, number: (together.number += 1) }));

const CONTROLS = [
  ".st-key-controls", ".st-key-strip_row", '.st-key-place [data-testid="stButtonGroup"]', '[data-testid="stSidebarNav"] a',
  '[class*="st-key-show_it"] a', ".st-key-hero :is(button, input, textarea, label, svg.marks, canvas)",
].join();
const STAGE_KEYS = ["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "p", "P"];
const NO_TOUCH = ["Tab", "Shift", "Control", "Alt", "Meta", "Escape"];

const isField = ({ target }) => target.isContentEditable || target.matches?.("input, textarea, select, [role=radio]");

// Scrolling and reading is no touch: of keys on the page itself only those count that change the stage.
function touches(event) {
  const { type, key, target, pointerType } = event;
  const onControls = Boolean(target.closest?.(CONTROLS));
  if (type === "keydown") {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    return onControls ? !NO_TOUCH.includes(key) : STAGE_KEYS.includes(key) && !isField(event);
  }
  // A finger that comes down may be about to scroll.
  if (type === "pointercancel" || (type === "pointerdown" && pointerType === "touch")) return false;
  return onControls;
}

function onTouch(event) {
  if (event.type.startsWith("pointer")) together.pressed = event.type === "pointerdown";
  if (!event.isTrusted || together.alone || !together.root?.isConnected || !(event.type === "popstate" || touches(event))) return;
  together.alone = true;
  together.aloneAt = -Infinity;
  together.busyAt = performance.now(); // what was touched comes first
}

export default function ({ data, parentElement, setStateValue }) {
  Object.assign(together, { data, root: parentElement, tell: setStateValue });
  if (data.turn !== together.turn) {
    together.turn = data.turn;
    together.alone = false;
    together.opened = null;
  }
  if (!data.follows) together.alone = true;
  if (together.started) return;
  together.started = true;
  setInterval(look, EVERY);
  const kinds = ["pointerdown", "pointerup", "pointercancel", "click", "input", "keydown"];
  for (const type of kinds) document.addEventListener(type, onTouch, true);
  addEventListener("popstate", onTouch);
}
