// The document: all scenes, then the lesson's words, examples and fine print, under one heading.
// A part of the module of handout.js.

function examples() {
  const found = new Map();
  for (const [slug, title] of handout.data.scenes) {
    const { example } = handout.parts.get(slug);
    if (example.querySelector("pre") && !found.has(example.textContent)) found.set(example.textContent, [title, example]);
  }
  if (found.size > 1) for (const [title, example] of found.values()) example.querySelector("h2").append(`: ${title}`);
  return [...found.values()].map(([, example]) => example);
}

function show(now) {
  const { place, question, scenes } = handout.data;
  const first = handout.parts.get(scenes[0][0]);
  const all = scenes.map(([slug]) => handout.parts.get(slug));
  const course = "Learning = Inference";
  const back = make("button", { onclick: leave }, BACK);
  const print = make("button", { onclick: () => window.print(), className: "main" }, "Print");
  const here = make("a", { href: handout.address }, handout.address);
  const footer = make("footer", {}, make("p", {}, `${course} · ${place}. The address of this page: `, here));
  // The name stands on each page.
  const style = make("style", {}, `@page { @bottom-left { content: ${JSON.stringify(`${course} · ${place}`)}; } }`);
  handout.shown = make("div", { id: "paper" }, style,
    make("nav", {}, print, back),
    make("article", {},
      make("header", {}, make("p", {}, `${course} · ${place}`), make("h1", {}, question)),
      ...all.map(({ scene }) => scene), first.words, ...examples(), first.closing,
      make("div", { className: "end" }, first.closing.lastElementChild, footer)));
  document.body.append(handout.shown);
  document.documentElement.classList.add("on-paper");
  scrollTo(0, 0);
  if (handout.data.scene !== handout.opened) ask("scene", handout.opened, now);
  back.focus();
  if (handout.data.dialog) setTimeout(() => window.print(), 500);
}
