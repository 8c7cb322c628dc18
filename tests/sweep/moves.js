// What a scene shows of its state, and which of its controls a test may move.
(() => {
  // No address holds these: pasted and uploaded data, chips, guesses, and training runs.
  const EXEMPT =
    ".st-key-own_kind, .st-key-own_text, .st-key-own_column, .st-key-own_context, .st-key-lm_text, .st-key-lm_own, " +
    ".st-key-lm_length, .st-key-chip_bin, .st-key-chip_add, .st-key-chip_take, .st-key-reveal, " +
    "[class*=st-key-story_], [class*=st-key-look_back], [class*=st-key-run_], .st-key-pin, [class*=st-key-unseen_fields]";
  const FIELDS = ["stSlider", "stNumberInput", "stButtonGroup", "stSelectbox", "stCheckbox", "stButton"];
  const isDrawn = (element) => element.closest('[data-stale="false"]');
  const keyOf = (field) => field.closest('[class*="st-key-"]').className.match(/st-key-(\S+)/)[1];

  const fieldsIn = (places) =>
    FIELDS.flatMap((name) => [...document.querySelectorAll(`:is(${places}) [data-testid=${name}]`)]).filter(
      (field) => isDrawn(field) && !field.closest(EXEMPT),
    );

  const valueOf = (field) => {
    const chosen = [...field.querySelectorAll("button[data-selected=true]")].map((button) => button.innerText);
    const typed = [...field.querySelectorAll("input")].map((input) =>
      input.type === "checkbox" ? input.checked : (input.getAttribute("aria-valuetext") ?? input.value),
    );
    return [...chosen, ...typed].join(", ");
  };

  return {
    movable: fieldsIn(".st-key-controls")
      .filter((field) => field.checkVisibility() && !(field.querySelector("input") ?? field.querySelector("button")).disabled)
      .map((field) => {
        const { min, max, step } = field.querySelector("input") ?? {};
        return { key: keyOf(field), kind: field.dataset.testid, low: Number(min), high: Number(max), step: Number(step) };
      }),
    shown: {
      address: location.pathname + location.search,
      figures: [...document.querySelectorAll("[data-testid=stMetric]")]
        .filter(isDrawn)
        .map((figure) => figure.innerText.replace(/\s+/g, " ").trim()),
      fields: Object.fromEntries(
        fieldsIn(".st-key-controls, .st-key-hero, .st-key-strip")
          .filter((field) => field.dataset.testid !== "stButton")
          .map((field) => [keyOf(field), valueOf(field)]),
      ),
    },
  };
})();
