// What the page says while the server does not answer, and what it hides until a slow line has brought it.
// A part of the module of browser.js.

// A short break mends itself unseen. After a longer one the server may be a new one that knows nothing of this session:
// one run tells the page what is gone. Not all browsers of a room ask for it at once.
const BREAK = 2000;
const GONE = "The course does not answer at the moment. This page tries again by itself, and keeps what you have set.";

function onConnection([{ target }]) {
  if (target.dataset.testConnectionState !== "CONNECTED") {
    page.losing ||= setTimeout(() => (page.notice.textContent = GONE), BREAK);
    return;
  }
  clearTimeout(page.losing);
  page.losing = 0;
  if (!page.notice.textContent) return;
  page.notice.textContent = "";
  setTimeout(() => page.send("returns", (page.returns += 1)), BREAK * Math.random());
}

function waitForIcons() {
  const font = '1rem "Material Symbols Rounded"';
  if (!iconsLeftOut() && document.fonts.check(font)) return;
  const { classList } = document.documentElement;
  classList.add("iconless");
  if (iconsLeftOut()) return;
  document.fonts.load(font).finally(() => classList.remove("iconless"));
}

// The page of a room's participants has no icons, and the shared server leaves their font out (deploy/first_page.py).
const iconsLeftOut = () => document.querySelector("style#icons[media]");

function bringIcons() {
  if (!iconsLeftOut() || document.querySelector(".st-key-phone")) return;
  iconsLeftOut().removeAttribute("media");
  waitForIcons();
}
