// The slider over a run's past, and what the tab remembers of a run (timeline.py).

const PATIENCE = 1500; // a stop that was sent and is not answered by then is given up
const KEY = "learning-is-inference lab";

// Nothing where the browser keeps nothing.
function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

// The run that the tab remembers and this session does not have, if its settings are still those of the fields.
function lostRun({ token, begun, settings, own, gone }) {
  const tab = storage();
  const kept = JSON.parse(tab?.getItem(KEY) ?? null);
  if (begun) tab?.setItem(KEY, JSON.stringify({ token, settings, own, gone }));
  else if (kept?.token === token) tab.removeItem(KEY); // it was reset
  else if (kept?.own || kept?.settings === settings) return kept;
  return null;
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const [group, output, input, gone, words, again] = [".scrubber", "output", "input", ".gone", ".gone span", ".gone button"].map(
    (name) => parentElement.querySelector(name),
  );
  const steps = data.steps ?? [];
  const lost = lostRun(data);
  group.hidden = lost !== null || steps.length === 0;
  gone.hidden = lost === null;
  if (lost) {
    words.textContent = lost.gone;
    again.hidden = lost.own;
  }
  again.onclick = () => setTriggerValue("again", true);

  const slider = (input.slider ??= { wanted: null, sent: null, waiting: 0 });
  const show = () => {
    const step = (steps[Number(input.value)] ?? 0).toLocaleString("en-US");
    output.textContent = step;
    input.setAttribute("aria-valuetext", step);
  };
  const send = () => {
    slider.sent = slider.wanted;
    slider.waiting = setTimeout(answered, PATIENCE);
    setStateValue("step", slider.sent);
  };
  const answered = () => {
    clearTimeout(slider.waiting);
    const next = slider.wanted !== slider.sent;
    slider.sent = null;
    if (next) send();
    else slider.wanted = null;
  };
  input.max = Math.max(1, steps.length - 1);
  input.disabled = steps.length < 2;
  input.oninput = () => {
    slider.wanted = steps[Number(input.value)];
    show();
    if (slider.sent === null) send();
  };
  if (slider.sent !== null && data.at === slider.sent) answered();
  if (slider.wanted === null) input.value = steps.indexOf(data.at);
  show();
}
