// The learner's forecasts, in the browser's own storage: a reload and the other tabs of the course know them.
// A part of the module of browser.js.

const KEPT = "learning-is-inference.forecasts";

// A browser may forbid storage. The forecasts then live as long as the tab.
function stored() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

// The session's forecasts are written once the session has changed them. One that has not, as after a reload or a
// restart of the server, is told what is kept here.
function keepForecasts({ text, changes, session }) {
  const version = `${session} ${changes}`;
  if (version === page.kept) return;
  page.kept = version;
  if (!changes) {
    if (stored()) tellKept(stored());
    return;
  }
  try {
    if (text) localStorage.setItem(KEPT, text);
    else localStorage.removeItem(KEPT);
  } catch {
    // The session has them.
  }
}

// The number makes two equal texts two messages.
const tellKept = (text) => page.send("stored", { text, number: (page.tellings += 1) });

function onStorage({ key, newValue }) {
  if (key === KEPT || key === null) tellKept(newValue ?? "");
}
