// A follower's page opens the address that the presenter's page has told (telling.js). It is sent to those who have joined
// a room.

const following = (window.learningIsInferenceFollowing ??= {
  started: false, data: {}, root: null, tell: null, number: 0, busyAt: 0, pressed: false,
  turn: null, alone: true, aloneAt: -Infinity, opened: null,
});

const EVERY = 100;
const CALM = 80; // Streamlit's fields take over the values of a run a few frames after its end
const AGAIN = 2000;

const isRunning = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "running";

// Each address is worth only as much as it is the newest: nothing waits in a line.
function look() {
  const now = performance.now();
  if (isRunning()) following.busyAt = now;
  if (!following.root?.isConnected || following.pressed || document.hidden || now - following.busyAt < CALM) return;
  if (following.alone) sayAlone(now);
  else open();
}

function open() {
  const { address, room } = following.data;
  if (!address) following.opened = null; // the next one is opened again, be it the same
  if (!address || address === following.opened) return;
  following.opened = address;
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
  if (!following.data.follows || now - following.aloneAt < AGAIN) return;
  const say = () => following.tell("touched", { turn: following.turn, number: (following.number += 1) });
  if (window.learningIsInference?.aside?.(say)) following.aloneAt = now;
}

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
  if (event.type.startsWith("pointer")) following.pressed = event.type === "pointerdown";
  if (!event.isTrusted || following.alone || !following.root?.isConnected || !(event.type === "popstate" || touches(event))) return;
  following.alone = true;
  following.aloneAt = -Infinity;
  following.busyAt = performance.now(); // what was touched comes first
}

export default function ({ data, parentElement, setStateValue }) {
  Object.assign(following, { data, root: parentElement, tell: setStateValue });
  if (data.turn !== following.turn) {
    following.turn = data.turn;
    following.alone = false;
    following.opened = null;
  }
  if (!data.follows) following.alone = true;
  if (following.started) return;
  following.started = true;
  setInterval(look, EVERY);
  const kinds = ["pointerdown", "pointerup", "pointercancel", "click", "input", "keydown"];
  for (const type of kinds) document.addEventListener(type, onTouch, true);
  addEventListener("popstate", onTouch);
}
