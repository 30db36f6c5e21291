// The two ends: the program with the call that it is in, and below it the
// kernel with the socket's state, the bytes that wait in its two buffers, and
// the connections that wait for accept.
import { find, html, phaseOf } from "./element.js";
import { contents, milliseconds, say } from "./words.js";

const part = (end, name) => find(end).querySelector("." + name);

// showEnd shows one end as it is at a moment.
export function showEnd(end, moment) {
  const is = moment[end];
  showCall(end, is);
  const pill = part(end, "pill");
  pill.textContent = is.state || say("unread");
  pill.className = "pill " + phaseOf(is.state);
  pill.dataset.state = is.state;
  part(end, "cause").textContent = is.cause;
  showBuffer(end, "send", is.send);
  showBuffer(end, "receive", is.receive);
  const queue = part(end, "accepts");
  queue.hidden = !is.listens;
  if (is.listens) showAccepts(queue, is);
}

function showCall(end, is) {
  const call = part(end, "call");
  call.classList.toggle("waits", is.waits);
  call.classList.toggle("failed", Boolean(is.call?.call.errno));
  call.dataset.call = is.call?.text ?? "";
  call.querySelector("code").textContent = is.call?.text ?? say("noCall");
  if (!is.waits) call.querySelector(".wait").textContent = "";
}

// showWait says how long a call has been waiting.
export function showWait(end, is, now) {
  if (is.waits) part(end, "wait").textContent = say("waits", { time: milliseconds(Math.max(0, now - is.since)) });
}

// showBuffer shows the bytes of a buffer, a cell each. What was there before
// stays; what is new comes in, and what is gone leaves at once.
function showBuffer(end, name, bytes) {
  const buffer = part(end, name);
  const count = bytes.count ?? bytes.length;
  buffer.dataset.count = count;
  buffer.querySelector(".count").textContent = count === 0 ? say("empty") : contents(bytes);
  const cells = buffer.querySelector(".cells");
  const text = bytes.join("\n");
  if (cells.dataset.text === text) return;
  cells.dataset.text = text;
  cells.replaceChildren(...bytes.map(byte => html("span", { class: byte.length > 1 ? "cell flag" : "cell" }, byte)));
}

// showAccepts shows the accept queue: as many places as listen was given, and
// the one more that Linux lets in.
function showAccepts(queue, is) {
  queue.dataset.count = is.accept;
  queue.querySelector(".count").textContent = say("ofBacklog", { count: is.accept, backlog: is.backlog });
  const places = Math.min(is.backlog + 1, 16);
  queue.querySelector(".cells").replaceChildren(...Array.from({ length: places }, (_, i) => html("span", {
    class: "place" + (i < is.accept ? " taken" : "") + (i >= is.backlog ? " more" : ""),
  })));
}
