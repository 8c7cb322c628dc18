// Forecasts: the links that show a question's answer on the stage, and the focus after an answer.
// A part of the module of browser.js.

const SHOW_IT = '[class*="st-key-show_it"] a[href]';
const ASKING = '.st-key-predict_first, [class*="st-key-asked_before"]';

// Streamlit reads an address into fields that stand there already only on the way through the history. So such a link
// makes an entry of its own and says that the history has moved; Back leads to the stage as it was.
function showIt(event, link) {
  event.preventDefault();
  event.stopPropagation();
  page.left = null;
  page.push(null, "", link.href);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
  goToStage();
}

function goToStage() {
  document.querySelector(".st-key-frame")?.scrollIntoView({ block: "start" });
  focusOn(markStage());
}

// The class of the block that asks, around a field of it; the confirmation of a reset stands outside of its block.
function askingAround(field) {
  if (field.closest(".st-key-forecast_forget")) return "st-key-predict_first";
  return [...(field.closest(ASKING)?.classList ?? [])].find((name) => name.startsWith("st-key-"));
}

function focusOn(element) {
  if (!element) return;
  // Only now: a click on it would otherwise put the focus on all of it, and a frame around it.
  element.setAttribute("tabindex", "-1");
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  element.focus();
}

// Committing, resetting and the next question take away the button with the focus. The answer gets the focus and is
// said, or what is asked now gets it.
function keepAsking() {
  for (const note of document.querySelectorAll('[class*="st-key-forecast_open"] table + p')) note.ariaLive = "polite";
  const { target, asking } = page.focused ?? {};
  if (!asking || target.isConnected || document.activeElement !== document.body) return;
  const block = document.querySelector(`.${asking}`);
  const answer = block?.querySelector('[class*="st-key-forecast_answer"]');
  const place = answer ?? block?.querySelector('[class*="st-key-forecast_open"]');
  if (!place) return;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", answer ? "Answer" : "Question");
  focusOn(place);
  if (answer) say([...answer.querySelectorAll("p")].map((part) => part.innerText).join(" "));
}
