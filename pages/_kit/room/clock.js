// Has the page run its fragments again at intervals. With an address, it asks the server there first, and the page runs
// only if the answer is not what the page shows.

// Pages that begin in one moment, as a hall does, ask in different ones; the clocks of one page keep together.
const clocks = (window.learningIsInferenceClocks ??= {
  byName: {}, started: false, hasAddress: true, phase: 0.5 + Math.random(),
});

const EVERY = 100;
const LATE = 2000;
const PATIENCE = 5000;

async function ask(address) {
  const folder = location.pathname.replace(/[^/]*$/, "");
  const answer = await fetch(folder + address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) return null;
  // A server that does not know the address answers with the page.
  clocks.hasAddress = answer.headers.get("content-type").startsWith("text/plain");
  return answer.text();
}

const isDue = ({ root, asking, due }) => root.isConnected && !asking && due <= performance.now();

async function look() {
  const page = window.learningIsInference;
  // The one that has waited longest: in a busy page, or a hidden one, there is time for one now and then.
  const [clock] = page?.aside ? Object.values(clocks.byName).filter(isDue).sort((a, b) => a.due - b.due) : [];
  const late = clock && performance.now() - clock.due > LATE;
  if (!clock || !page.isQuiet(late)) return;
  const { address } = clock.data;
  clock.asking = true;
  const answer = address && clocks.hasAddress ? await ask(address).catch(() => null) : null;
  clock.asking = false;
  const isNews = answer === null || answer !== clock.data.shown;
  if (isNews && !page.aside(() => clock.tell("tick", (clock.ticks += 1)), late)) return;
  // It keeps its beat: phones that counted from the end of a run would soon all ask at once.
  while (clock.due <= performance.now()) clock.due += clock.data.every;
}

export default function ({ data, parentElement, setStateValue }) {
  const clock = (clocks.byName[data.name] ??= { ticks: 0, asking: false });
  if (!clock.root?.isConnected) clock.due = performance.now() + data.every * clocks.phase;
  Object.assign(clock, { data, root: parentElement, tell: setStateValue });
  if (clocks.started) return;
  clocks.started = true;
  setInterval(look, EVERY);
}
