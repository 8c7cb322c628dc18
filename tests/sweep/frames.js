// Looks at every frame from now on: whether the background is the theme's, and whether the frame of the lesson stands.
(background) => {
  const seen = (window.seenFrames = { count: 0, wrong: {} });
  const parts = { ".st-key-place": 30, "h1": 20, ".st-key-hero": 150, ".st-key-strip_row": 30 };
  const note = (what) => (seen.wrong[what] = (seen.wrong[what] ?? 0) + 1);
  const look = () => {
    seen.count += 1;
    const color = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor;
    if (color !== background) note(`background ${color}`);
    for (const [part, least] of Object.entries(parts)) {
      const height = document.querySelector(part)?.getBoundingClientRect().height ?? 0;
      if (height < least) note(`${part} ${Math.round(height)} px high`);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
