// The presenter's page tells the room its address whenever it has changed: followers open it (follow.js). It is sent
// to those who lead a room.

const telling = (window.learningIsInferenceTelling ??= {
  started: false, data: {}, root: null, tell: null, number: 0, of: null, last: null, since: 0, told: null, toldAt: 0,
});

const EVERY = 100;
const STILL = 300; // an address that has not changed for so long is told
const AGAIN = 2000; // after so long without an answer it is told again
const NOT_FOLLOWED = ["present", "host", "code", "room"];

function addressOfPage() {
  const here = new URL(location.href);
  for (const key of NOT_FOLLOWED) here.searchParams.delete(key);
  return `/${here.pathname.split("/").pop()}${here.search}`;
}

const lessonOf = (address) => address.split("?")[0];

function look() {
  if (!telling.root?.isConnected || document.hidden) return;
  const { shown, of, covered } = telling.data;
  if (of !== telling.of) Object.assign(telling, { of, told: null });
  const now = performance.now();
  const address = addressOfPage();
  if (address !== telling.last) Object.assign(telling, { last: address, since: now });
  // The fields of a scene that is covered are not in the address.
  const before = telling.told ?? shown;
  if (covered && before && lessonOf(before) === lessonOf(address)) return;
  const waits = address === telling.told && now - telling.toldAt < AGAIN;
  if (address === shown || waits || now - telling.since < STILL) return;
  const say = () => telling.tell("address", { text: address, number: (telling.number += 1) });
  if (window.learningIsInference?.aside?.(say)) Object.assign(telling, { told: address, toldAt: now });
}

export default function ({ data, parentElement, setStateValue }) {
  Object.assign(telling, { data, root: parentElement, tell: setStateValue });
  if (telling.started) return;
  telling.started = true;
  setInterval(look, EVERY);
}
