// The segments between the two ends: each arrow slants from where it left to
// where it arrived, and grows as time goes. At the bars stand the states, and
// beside them, where there is room, the calls.
import { find, kindOf, phaseOf, svg } from "./element.js";
import { has } from "./model.js";
import { say, translate } from "./words.js";

const barWidth = 9;
const head = 8; // of an arrow, in pixels
const lostAt = 0.55; // how much of the way a lost segment is drawn

// drawLadder draws everything there is to see, hidden, and returns what shows
// as much of it as is true.
export function drawLadder(trace, layout, open) {
  const box = find("ladder");
  const width = Math.max(280, box.clientWidth);
  const margin = width >= 620 ? Math.min(240, (width - 380) / 2) : 22;
  const bars = { client: margin, server: width - margin };
  const past = svg("rect", { x: 0, y: 0, width, height: 0 });
  const now = svg("g", { class: "now" }, svg("path", { d: `M0 0H${width}` }));
  const arrows = arrowsOf(trace, layout, bars, open);
  const picture = svg("svg", { width, height: layout.length, viewBox: `0 0 ${width} ${layout.length}`, role: "group" },
    svg("clipPath", { id: "past" }, past),
    ...["client", "server"].map(end => svg("rect", { class: "bar unread", x: bars[end] - barWidth / 2, y: 0, width: barWidth, height: layout.length })),
    svg("g", { "clip-path": "url(#past)" },
      ...["client", "server"].flatMap(end => stretches(trace, layout, end, bars[end])),
      ...(margin > 40 ? ["client", "server"].flatMap(end => marginOf(trace, layout, end, bars[end])) : [])),
    ...layout.cut.map(y => svg("path", { class: "cut", d: `M${bars.client - 8} ${y + 3}l16 -6M${bars.server - 8} ${y + 3}l16 -6` })),
    ...arrows.map(a => a.group), now);
  picture.setAttribute("aria-label", say("ladder"));
  box.replaceChildren(picture);
  return {
    show(y, moment) {
      past.setAttribute("height", y);
      now.setAttribute("transform", `translate(0 ${y})`);
      arrows.forEach((arrow, i) => arrow.show(y, moment.segments[i]));
      box.scrollTop = y - box.clientHeight * 0.7;
    },
    point(number) {
      arrows.forEach((arrow, i) => arrow.group.classList.toggle("seen", i === number));
    },
  };
}

// stretches are the states of one end, each a stretch of colour from where it
// was read, and the waits of its calls.
function stretches(trace, layout, end, x) {
  const drawn = [];
  let open = null;
  let waiting = null;
  const close = y => {
    if (open) drawn.push(svg("rect", { class: "bar " + phaseOf(open.state), x: x - barWidth / 2, y: open.y, width: barWidth, height: y - open.y }));
  };
  const side = end === "client" ? -1 : 1;
  const wait = y => {
    if (waiting !== null) drawn.push(svg("path", { class: "waiting", d: `M${x + side * 8} ${waiting}V${y}` }));
    waiting = null;
  };
  trace.events.forEach((event, i) => {
    if (event.end !== end) return;
    const y = layout.at[i];
    if (event.kind === "state") {
      close(y);
      open = { state: event.state, y };
    }
    if (event.kind === "enter" && !event.call.returned) waiting = y;
    if (event.kind === "return") wait(y);
  });
  close(layout.length);
  wait(layout.length);
  return drawn;
}

// marginOf are the calls and states of one end as text.
function marginOf(trace, layout, end, x) {
  const left = end === "client";
  const place = { x: x + (left ? -15 : 15), "text-anchor": left ? "end" : "start" };
  let free = 0;
  return trace.events.flatMap((event, i) => {
    if (event.end !== end || !["enter", "return", "state"].includes(event.kind)) return [];
    const y = Math.max(layout.at[i] + 4, free);
    free = y + 14;
    const text = svg("text", { ...place, y, class: event.kind === "state" ? "state " + phaseOf(event.state) : "call" });
    text.textContent = event.state ?? shorten(event.text);
    return [text];
  });
}

const shorten = text => text.length > 29 ? text.slice(0, 20) + "…" + text.slice(-8) : text;

function arrowsOf(trace, layout, bars, open) {
  const place = trace.segments.map(() => ({}));
  trace.events.forEach((event, i) => {
    if (event.segment !== undefined) place[event.segment][event.kind] = layout.at[i];
  });
  return trace.segments.map((segment, i) => arrowOf(segment, place[i], layout, bars, () => open(i)));
}

// arrowOf is one segment: a line, a head or a cross, and what it says.
function arrowOf(segment, place, layout, bars, open) {
  const right = segment.from === "client";
  const from = { x: bars[segment.from] + (right ? 5 : -5), y: place.leave };
  const to = { x: bars[right ? "server" : "client"] + (right ? -5 : 5), y: place.arrive ?? place.lost ?? layout.length };
  if (place.lost !== undefined) to.x = from.x + (to.x - from.x) * lostAt;
  const line = svg("path", { class: "line" });
  const tip = svg("path", { class: "tip", d: `M0 0L${-head} 3.5V-3.5Z` });
  const cross = svg("path", { class: "cross", d: "M-6 -6L6 6M-6 6L6 -6", transform: `translate(${to.x} ${to.y})` });
  const angle = Math.atan2(to.y - from.y, to.x - from.x) * 180 / Math.PI;
  const group = svg("g", { class: "arrow " + kindOf(segment), role: "button", tabindex: 0, "data-segment": segment.number },
    svg("path", { class: "touch", d: `M${from.x} ${from.y}L${to.x} ${to.y}` }), line, tip, cross, labelOf(segment, from, right, angle));
  group.setAttribute("aria-label", say("segment.open", { number: segment.number, flags: segment.flags, end: say(segment.from) }));
  group.addEventListener("click", open);
  group.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    open();
  });
  return {
    group,
    show(y, what) {
      group.classList.toggle("hidden", what === "");
      group.dataset.is = what;
      const part = what === "flies" || what === "lost" ? Math.min(1, Math.max(0.02, (y - from.y) / (to.y - from.y))) : 1;
      const x = from.x + (to.x - from.x) * part;
      const at = from.y + (to.y - from.y) * part;
      line.setAttribute("d", `M${from.x} ${from.y}L${x} ${at}`);
      tip.setAttribute("transform", `translate(${x} ${at}) rotate(${angle})`);
    },
  };
}

// labelOf is what a segment says, along its arrow, beginning at its sender.
function labelOf(segment, from, right, angle) {
  const what = `${segment.number} ${segment.flags}` + (segment.marks ? ` [${translate(segment.marks)}]` : "");
  let numbers = `seq=${segment.seq}`;
  if (has(segment, "ACK")) numbers += ` ack=${segment.ack}`;
  numbers += segment.unscaled ? " " + say("unscaled", { window: segment.window }) : ` win=${segment.window}`;
  if (segment.length > 0) numbers += ` len=${segment.length}`;
  const turn = right ? angle : angle - 180;
  const anchor = { "paint-order": "stroke", x: right ? 14 : -14, "text-anchor": right ? "start" : "end" };
  const label = svg("text", { class: "label", y: -5, ...anchor });
  const detail = svg("text", { class: "detail", y: 12, ...anchor });
  label.textContent = what;
  detail.textContent = numbers;
  return svg("g", { transform: `translate(${from.x} ${from.y}) rotate(${turn})` }, label, detail);
}

