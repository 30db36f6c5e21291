// What is true after each event: a trace, replayed. Nothing here knows of the
// page, and nothing is guessed: a state, a call, what waits in a socket is what
// the last event about it said.

export const other = end => end === "client" ? "server" : "client";

// replay returns what is true before the first event and after each.
export function replay(trace, transitions) {
  const streams = { client: streamOf(trace, "client"), server: streamOf(trace, "server") };
  let moment = {
    segments: trace.segments.map(() => ""),
    client: nothing(), server: nothing(),
  };
  const moments = [moment];
  for (const event of trace.events) {
    moment = { ...moment, client: { ...moment.client }, server: { ...moment.server } };
    apply(moment, event, trace, streams, transitions);
    moments.push(moment);
  }
  return moments;
}

// nothing is an end of which nothing was seen yet.
const nothing = () => ({
  state: "", before: "", cause: "", reset: false, call: null, waits: false, since: 0,
  send: [], receive: [], listens: false, accept: 0, backlog: 0,
  acknowledged: 0, // the first number of its own that the peer has not acknowledged
  expected: 0, // the next number of the peer's
});

function apply(moment, event, trace, streams, transitions) {
  const end = moment[event.end];
  switch (event.kind) {
    case "enter":
      Object.assign(end, { call: event, waits: !event.call.returned, since: event.at });
      break;
    case "return":
      Object.assign(end, { call: event, waits: false });
      break;
    case "state":
      Object.assign(end, { before: end.state, state: event.state, cause: cause(transitions, end, event, trace) });
      break;
    case "queued":
      // By number, a SYN and a FIN take a place of their own, as they do in TCP.
      end.send = streams[event.end].from(end.acknowledged, event.queues.send);
      end.receive = streams[other(event.end)].from(end.expected - event.queues.receive, event.queues.receive);
      end.listens = Boolean(event.queues.listens);
      end.accept = event.queues.accept;
      end.backlog = event.queues.backlog;
      break;
    default:
      moment.segments = moment.segments.with(event.segment, { leave: "flies", arrive: "arrived", lost: "lost" }[event.kind]);
      if (event.kind === "arrive") arrive(end, trace.segments[event.segment]);
  }
}

// arrive takes a segment's numbers.
function arrive(end, segment) {
  if (has(segment, "RST")) end.reset = true;
  if (has(segment, "ACK")) end.acknowledged = Math.max(end.acknowledged, segment.ack);
  if (segment.seq <= end.expected) end.expected = Math.max(end.expected, segment.seq + occupied(segment));
}

export const has = (segment, flag) => segment.flags.split(",").includes(flag);

// occupied returns how many sequence numbers a segment takes.
export const occupied = segment => segment.length + (has(segment, "SYN") ? 1 : 0) + (has(segment, "FIN") ? 1 : 0);

// streamOf is what one end sends, by number: "SYN", bytes, "FIN".
function streamOf(trace, end) {
  const at = new Map();
  for (const segment of trace.segments.filter(s => s.from === end)) {
    let number = segment.seq;
    if (has(segment, "SYN")) at.set(number++, "SYN");
    segment.payload.forEach((byte, i) => at.set(number + i, character(byte)));
    if (has(segment, "FIN")) at.set(number + segment.length, "FIN");
  }
  const most = 64; // a screen has no room for more
  return {
    from: (first, count) => Object.assign(
      Array.from({ length: Math.min(count, most) }, (_, i) => at.get(first + i) ?? "·"), { count }),
  };
}

// character is a byte as it is shown.
export const character = byte => byte > 32 && byte < 127 ? String.fromCharCode(byte) : byte === 32 ? "␣" : "·";

// cause returns what led to a state, in the words of the RFC's figure. A reset
// that an end has received, or sends, leads to CLOSED from anywhere; what a call
// does to the state is read before the segment leaves.
function cause(transitions, end, event, trace) {
  const reset = end.reset || trace.segments.some(s => s.from === event.end && has(s, "RST"));
  if (event.state === "CLOSED" && reset) return "RST";
  return transitions.find(t => t.from === (end.state || "CLOSED") && t.to === event.state)?.on ?? "";
}
