// What the course's own clocks ask of the server, beside what its visitor does. A part of the module of browser.js.
//
// Streamlit puts all that happens in one moment into one message, which runs one fragment: a press that goes along with
// a clock's message is heard, but the page does not show what it did. So an aside waits for a quiet moment, and the page
// runs once more if somebody presses in the same moment after all.

const MOMENT = 20;
const LATER = 1000;

const isConnected = () => document.querySelector('[data-testid="stApp"]').dataset.testConnectionState === "CONNECTED";

// While a scene plays, the page hardly ever rests: an aside that is late does not wait for that.
page.isQuiet = (late) =>
  isConnected() && (late || !isRunning()) && page.sent === page.steps &&
  performance.now() - Math.max(page.movedAt, page.touchedAt) > MOVED;

// Sends an aside, and returns whether it was sent.
page.aside = (tell, late = false) => {
  if (!page.isQuiet(late)) return false;
  const since = performance.now();
  tell();
  setTimeout(() => {
    if (page.touchedAt >= since) setTimeout(runOnceMore, LATER);
  }, MOMENT);
  return true;
};

function runOnceMore() {
  if (isRunning()) setTimeout(runOnceMore, MOMENT);
  else page.send("returns", (page.returns += 1));
}
