// What the course keeps in the browser's own storage, as texts by name: the learner's forecasts, the token by which rooms
// know this browser, and the room that it leads. A reload knows them, and so do the other tabs of the course, but for what
// is of a tab alone: the room that it follows. A part of the module of browser.js.

const KEPT = "learning-is-inference.";

// A browser may forbid storage. The texts then live as long as the tab.
function stored(name, tab) {
  try {
    return (tab ? sessionStorage : localStorage).getItem(KEPT + name) ?? "";
  } catch {
    return page.texts[name] ?? "";
  }
}

function store(name, text, tab) {
  page.texts[name] = text;
  try {
    const storage = tab ? sessionStorage : localStorage;
    if (text) storage.setItem(KEPT + name, text);
    else storage.removeItem(KEPT + name);
  } catch {
    // The session has it.
  }
}

// The session's text is written once the session has changed it. A session that has not, as after a reload or a restart
// of the server, is told what is kept here.
function keep(name, { text, changes, ask = false, tab = false }, session) {
  const version = `${session} ${changes} ${ask}`;
  if (version === page.kept[name]) return;
  page.kept[name] = version;
  if (changes) store(name, asSameParticipant(text, parsed(stored(name, tab)).me), tab);
  if (ask) store(name, withToken(stored(name)));
  if (ask || (!changes && stored(name, tab))) tell(name, stored(name, tab));
}

// The number makes two equal texts two messages.
const tell = (name, text) => page.send(name, { text, number: (page.tellings += 1) });

function onStorage({ key, newValue, storageArea }) {
  if (storageArea === localStorage) for (const name of Object.keys(page.kept)) if (key === KEPT + name || key === null) tell(name, newValue ?? "");
}

// In a room, this browser is known by a token that it makes itself: one that joins twice is one participant.
function withToken(text) {
  const kept = parsed(text);
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  kept.me ??= btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  return JSON.stringify(kept);
}

// A session that opens a room writes its text before it has been told of the token.
const asSameParticipant = (text, me) => (me ? JSON.stringify({ ...parsed(text), me }) : text);

// A text that cannot be read holds nothing.
function parsed(text) {
  try {
    return JSON.parse(text || "{}") ?? {};
  } catch {
    return {};
  }
}
