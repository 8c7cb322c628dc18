// What the course's own clocks ask of the server, beside what its visitor does. A part of the module of browser.js.
//
// Streamlit puts all that happens in one moment into one message, which runs one fragment: a press that went along with
// a clock's message would be lost, or the page would not show what it did. So an aside waits for a quiet moment, and a
// press that comes in the same moment after all waits for the next one.

const MOMENT = 20;

const isConnected = () => document.querySelector('[data-testid="stApp"]').dataset.testConnectionState === "CONNECTED";

// Streamlit's fields take over the values of a run a few frames after its end.
page.isAtRest = () => !isRunning() && performance.now() - page.ranAt > SETTLE;

// While a scene plays, the page hardly ever rests: an aside that is late does not wait for that.
page.isQuiet = (late) =>
  isConnected() && (late || page.isAtRest()) && page.sent === page.steps && !page.held &&
  performance.now() - Math.max(page.movedAt, page.touchedAt) > MOVED;

// Sends an aside, and returns whether it was sent.
page.aside = (tell, late = false) => {
  if (!page.isQuiet(late)) return false;
  page.held = [];
  tell();
  setTimeout(() => {
    const held = page.held;
    page.held = null;
    for (const go of held) go();
  }, MOMENT);
  return true;
};

// Does something now, or after the aside of this moment.
const afterAside = (go) => (page.held ? page.held.push(go) : go());

function onPress(event) {
  if (!page.held) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { target } = event;
  const again = new PointerEvent("click", event);
  page.held.push(() => target.dispatchEvent(again));
}
