// For those who hear the page or go through it by keys: the live region, the link to the stage, the landmark.
// A part of the module of browser.js.

const QUIET = 1000;
const MOST_SAID = 4;

const isPlaying = () => document.querySelector(".st-key-play button")?.textContent.trim() === "Pause";

// What the stage shows in numbers: its figures by their labels, and the place in its steps.
function figuresShown() {
  const shown = new Map();
  for (const figure of document.querySelectorAll('.st-key-stage [data-testid="stMetric"]')) {
    const [label, value] = ["Label", "Value"].map((part) => {
      const place = figure.querySelector(`[data-testid="stMetric${part}"]`);
      return (place?.querySelector("p") ?? place)?.textContent.trim() ?? "";
    });
    shown.set(label, `${label} ${value}`);
  }
  // A participant's page of a room: its question, and what has become of an answer.
  for (const place of document.querySelectorAll('.st-key-phone :is(h1, [class*="st-key-said_"])')) {
    shown.set(place.className, place.textContent.trim());
  }
  const step = document.querySelector('.st-key-strip [data-testid="stMarkdown"] p')?.textContent.trim();
  if (step) shown.set("step", step);
  return shown;
}

// The stage has one live region. After a run has ended and nothing has moved for a second, it says which figures are
// new. While a scene plays it is silent.
function onRun() {
  page.ranAt = performance.now();
  document.documentElement.classList.toggle("plays", isPlaying());
  if (!isRunning()) setTimeout(onRest, SETTLE);
  else if (page.wentBack) page.wentBack = "answered";
  sayChangesLater();
}

function onRest() {
  if (page.wentBack === "answered" && !isRunning()) page.wentBack = null;
  keepAsking();
}

function sayChangesLater() {
  clearTimeout(page.saying);
  page.saying = setTimeout(sayChanges, QUIET);
}

// It looks again every second: a busy browser may draw the beginning and the end of a run in one go, and nothing tells
// of either.
function sayChanges() {
  sayChangesLater();
  markStage();
  quietSliders();
  reachWhatScrolls();
  keepFocus();
  keepAsking();
  bringIcons();
  showQuestion();
  if (isRunning() || isPlaying() || page.press || performance.now() - page.movedAt < QUIET) return;
  const [before, title, shown] = [page.heard, document.title, figuresShown()];
  page.heard = { title, shown };
  if (before?.title !== title) showSceneName();
  if (!before) return;
  if (before.title !== title) return say(title);
  const changed = [...shown].filter(([name, words]) => before.shown.get(name) !== words).map(([, words]) => words);
  if (changed.length) say(changed.slice(0, MOST_SAID).join(", "));
}

// On the page of a room's participants, a new question and a result begin at the top, wherever the last field was left.
function showQuestion() {
  const question = document.querySelector(".st-key-phone h1")?.textContent;
  const asked = question && `${question} ${Boolean(document.querySelector(".st-key-said_answer_revealed"))}`;
  if (page.asked && page.asked !== asked) document.querySelector('[data-testid="stMain"]').scrollTo({ top: 0 });
  page.asked = asked;
}

// On a phone the line of scenes scrolls sideways, and the name of this one may be out of sight.
function showSceneName() {
  const name = document.querySelector('.st-key-place [role="radio"][aria-checked="true"]');
  for (let place = name?.parentElement; place?.closest(".st-key-place"); place = place.parentElement) {
    const [part, all] = [name, place].map((element) => element.getBoundingClientRect());
    if (part.left < all.left || part.right > all.right) place.scrollLeft += (part.left + part.right - all.left - all.right) / 2;
  }
}

// Streamlit's own link leads to the line above the stage.
function addSkipLink() {
  const words = { href: "#stage", className: "skip", textContent: "Skip to the stage" };
  const link = Object.assign(document.createElement("a"), words);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    focusOn(markStage());
  });
  document.body.prepend(link);
}

function onFocus({ target }) {
  const names = target.closest('[class*="st-key-"]')?.classList ?? [];
  const key = [...names].find((name) => name.startsWith("st-key-"));
  page.focused = key ? { target, key, asking: askingAround(target) } : null;
}

// A run may draw the button with the focus anew, as lesson 9 does when it begins to play. The new one gets the focus.
function keepFocus() {
  const { target, key } = page.focused ?? {};
  if (!target || target.isConnected || document.activeElement !== document.body) return;
  document.querySelector(`.${key} ${target.localName}`)?.focus({ preventScroll: true });
}

// Streamlit names a slider twice, and writes its value and its ends beside it, which the slider says itself.
function quietSliders() {
  for (const thumb of document.querySelectorAll('input[type="range"][aria-labelledby]')) {
    thumb.removeAttribute("aria-labelledby");
  }
  for (const text of document.querySelectorAll('[data-testid="stSliderThumbValue"], [data-testid="stSliderTickBar"]')) {
    text.setAttribute("aria-hidden", "true");
  }
}

// A table that is wider than its place is a tab stop, so that the arrows scroll it.
function reachWhatScrolls() {
  for (const box of document.querySelectorAll('[class*="st-key-wide"] [data-testid="stMarkdownContainer"], .katex-display')) {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  }
}

// The stage is a landmark. Streamlit gives its containers no role.
function markStage() {
  const stage = document.querySelector(".st-key-stage");
  if (stage && stage.id !== "stage") {
    stage.id = "stage";
    stage.setAttribute("role", "region");
    stage.setAttribute("aria-label", "Stage");
  }
  // Streamlit makes all of the page a tab stop. A click on the page would give it the focus, and a key a frame.
  document.querySelector('[data-testid="stMain"]')?.setAttribute("tabindex", "-1");
  return stage;
}
