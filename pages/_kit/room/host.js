// What only the presenter's browser can do for a room: its keys press the buttons of the room bar, and the host link
// goes to the clipboard without being shown. It is sent to those who lead a room.

const room = (window.learningIsInferenceRoom ??= { started: false, link: null, take: null, keys: [], pressedAt: -Infinity });

const KEYS = { a: "room_again", s: "room_close", v: "room_reveal", b: "room_view", j: "room" };

// Milliseconds.
const EARLY = 10_000;
const PATIENCE = 5000; // for a button that is not drawn yet
const BEGUN = 500; // on most lines, the run that a press asks for has begun by then
const LONGEST = 1500; // for a run that takes its time

// The list of questions keeps the focus when one has been chosen from it.
const isClosedList = (element) =>
  element.getAttribute("aria-expanded") === "false" && element.closest('[class*="st-key-room_forecast_"]');

// As in browser.js: a letter belongs to a field for text, to an open list, and to a dialog.
const isTaken = (element) =>
  element.isContentEditable ||
  element.tagName === "TEXTAREA" ||
  (element.tagName === "INPUT" && !["range", "checkbox", "radio", "button"].includes(element.type) && !isClosedList(element)) ||
  element.getAttribute("aria-expanded") === "true" ||
  element.closest('[role="listbox"]') ||
  document.querySelector('[role="dialog"]');

function onKey(event) {
  onTouch();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTaken(event.target)) return;
  const name = KEYS[event.key.toLowerCase()];
  const place = name && document.querySelector(`.st-key-${name}`);
  if (!place || !document.querySelector(".st-key-room_bar")) return;
  event.preventDefault();
  room.keys.push({ name, since: performance.now() });
  pressNext();
}

const buttonOf = (key) => document.querySelector(`.st-key-${key.name} button`);

// The place of a button is there before the button: the first one on a page waits for Streamlit's script. A key waits
// with it, until something else is touched.
function onTouch() {
  if (room.keys.length && !buttonOf(room.keys[0])) room.keys = [];
}

// Whether the page has drawn what was pressed before. Of two runs under way at once, the first may make Streamlit's cache
// drop a message to which the second refers, and Streamlit would show an error over the whole page.
function isAnswered() {
  const page = window.learningIsInference;
  const pressedAt = Math.max(page.movedAt, room.pressedAt);
  return page.isAtRest() && page.applied === page.steps && performance.now() - pressedAt > BEGUN;
}

// Presses the buttons of the keys one by one. While a scene plays, the page is hardly ever at rest: a key does not wait
// for that.
function pressNext() {
  clearTimeout(room.waiting);
  if (!room.keys.length) return;
  const button = buttonOf(room.keys[0]);
  const waited = performance.now() - Math.max(room.keys[0].since, room.pressedAt);
  const plays = document.documentElement.classList.contains("plays");
  if (button && (isAnswered() || plays || waited > LONGEST)) {
    room.keys.shift();
    room.pressedAt = performance.now();
    button.click();
  } else if (waited > PATIENCE) {
    room.keys.shift();
  }
  room.waiting = setTimeout(pressNext, 20);
}

// Without a secure address, as on a laptop in the network of a hall, there is no clipboard but this one.
function copyByHand(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text });
  field.style.cssText = "position: fixed; opacity: 0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("not copied");
}

// Some browsers let a page write to the clipboard only in the moment of a press. So the promise of a text is written,
// and the server's answer keeps it.
async function copyLink(button) {
  const answer = new Promise((resolve, reject) => {
    room.take = resolve;
    setTimeout(reject, 8000);
  });
  const words = button.querySelector("p");
  try {
    if (navigator.clipboard?.write && window.ClipboardItem) {
      const text = answer.then((link) => new Blob([link], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    } else {
      copyByHand(await answer);
    }
    words.dataset.said = "Copied";
  } catch {
    words.dataset.said = "Not copied";
  }
  room.status.textContent = words.dataset.said;
  setTimeout(() => {
    delete words.dataset.said;
    room.status.textContent = "";
  }, 3000);
}

function onClick(event) {
  const button = event.target.closest(".st-key-room_link button");
  if (button) copyLink(button);
  // Streamlit tells of a press on another scene, but not on the one that stands behind the room's picture.
  if (room.away && event.target.closest('.st-key-_scene button[data-selected="true"]')) room.toScene();
}

// The link that made this browser a host leaves the address, and its entry in the history.
function forgetLink(key, tell) {
  const here = new URL(location.href);
  if (!here.searchParams.has(key)) return;
  here.searchParams.delete(key);
  history.replaceState(history.state, "", here.href);
  tell();
}

export default function ({ data, parentElement, setTriggerValue }) {
  room.status = parentElement.querySelector("[role=status]");
  room.away = data.away;
  room.toScene = () => setTriggerValue("scene", true);
  forgetLink(data.key, () => setTriggerValue("taken", true));
  if (data.link && data.link !== room.link) {
    room.link = data.link;
    room.take?.(data.link);
  }
  if (room.started) return;
  room.started = true;
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", onTouch, true);
  // After a reload the page is drawn before it is known that this browser leads a room: a key may have come already.
  const early = window.learningIsInference?.unheard;
  if (early && performance.now() - early.timeStamp < EARLY) onKey(early);
  document.addEventListener("click", onClick, true); // before the field of the scenes, which keeps it for itself
}
