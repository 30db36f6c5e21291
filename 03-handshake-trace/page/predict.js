// What the page asks before it goes on. A question is made from the trace, which
// is its judge too: the right choice is what happened, the wrong ones are what
// learners believe. Each question stops before the event with its index.
import { has, occupied, other } from "./model.js";
import { milliseconds, say } from "./words.js";

// questionsOf returns the questions of a trace, by the event before which each
// is asked. Of a kind each is asked once. Where no call was seen, as in a capture,
// nothing is asked: the reasons are not known.
export function questionsOf(trace, moments) {
  if (!trace.events.some(event => event.call)) return new Map();
  const look = lookAt(trace, moments);
  const asked = new Map();
  const seen = new Set();
  trace.events.forEach((event, i) => {
    for (const ask of [connect, whoAnswers, state, send, timeWait, ackOfData, answerToFIN, recv, loss, bind]) {
      const question = ask(look, event, i);
      if (!question || seen.has(question.once) || asked.has(question.before)) continue;
      seen.add(question.once);
      asked.set(question.before, question);
    }
  });
  return asked;
}

// lookAt is how a question looks for what happened.
function lookAt(trace, moments) {
  const { events, segments } = trace;
  const after = (i, want) => {
    const found = events.slice(i + 1).findIndex(want);
    return found < 0 ? -1 : i + 1 + found;
  };
  return {
    events, segments, moments, after,
    clientPort: Number(trace.client.slice(trace.client.lastIndexOf(":") + 1)),
    segment: event => segments[event?.segment],
    at: i => milliseconds(events[i].at),
    isLeave: end => e => e.kind === "leave" && e.end === end,
    // The last segment that had arrived at an end by then.
    arrived: (end, i) => segments[events.slice(0, i).findLast(e => e.kind === "arrive" && e.end === end)?.segment],
  };
}

// A question: where it stops, what it asks, what it offers, and why. The right
// choice comes first here; where it stands on the page, its place decides.
function question(once, before, right, wrong, evidence, text, why) {
  const choices = [right, ...wrong.filter(w => w !== right).slice(0, 3)].map((key, i) => ({ key, right: i === 0 }));
  const turn = before % choices.length;
  return { once, before, choices: [...choices.slice(turn), ...choices.slice(0, turn)], evidence, text, why, say: key => say(key) };
}

// connect asks when connect returns.
function connect(look, event, i) {
  if (event.kind !== "enter" || event.call.name !== "connect" || event.call.returned) return null;
  const next = look.events[look.after(i, e => e.end === event.end)];
  const back = look.after(i, e => e.kind === "return" && e.end === event.end);
  if (next?.kind !== "state" || back < 0) return null; // another connection's
  const by = look.arrived(event.end, back);
  if (!by) return null;
  const refused = Boolean(look.events[back].call.errno);
  const accepted = look.after(i, e => e.call?.name === "accept" && e.call.returned && e.call.port === look.clientPort);
  const wrong = ["connect.once", "connect.accept", "connect.rst", "connect.synack"].filter(k => k !== "connect.accept" || accepted < 0 || accepted > back);
  return question("connect", i + 1, refused ? "connect.rst" : "connect.synack", wrong, { event: back, segment: by },
    () => say("connect.ask"),
    () => say("connect.why", { time: look.at(back), number: by.number, flags: by.flags }) + " " +
      (refused || accepted >= 0 && accepted < back ? "" : accepted < 0 ? say("connect.never") : say("connect.later", { time: look.at(accepted) })));
}

// whoAnswers asks who answers a SYN: the article says, accept.
function whoAnswers(look, event, i) {
  const syn = look.segment(event);
  if (event.kind !== "arrive" || !has(syn, "SYN") || has(syn, "ACK")) return null;
  const answer = look.after(i, look.isLeave(event.end));
  const again = look.after(i, e => e.kind === "arrive" && e.end === event.end && has(look.segment(e), "SYN"));
  const dropped = answer < 0 || again >= 0 && again < answer;
  if (answer < 0 && again < 0) return null; // the trace ends here
  const segment = look.segment(look.events[dropped ? again : answer]);
  const right = dropped ? "who.dropped" : has(segment, "RST") ? "who.reset" : "who.kernel";
  const meanwhile = look.events.slice(i + 1, answer).some(e => e.end === event.end && e.call);
  if (right === "who.kernel" && meanwhile) return null; // somebody else might have done it
  const wrong = right === "who.reset" ? ["who.later", "who.dropped", "who.kernel"] : ["who.accept", "who.later", "who.reset", "who.kernel"];
  const call = look.moments[i + 1][event.end].call?.text;
  return question(right, i + 1, right, wrong, { event: dropped ? again : answer, segment },
    () => say("who.ask", { end: say(event.end), number: syn.number }),
    () => say(right + ".why", { number: segment.number, time: milliseconds(look.events[dropped ? again : answer].at - event.at) }) +
      (right === "who.kernel" && call ? " " + say("who.meanwhile", { call }) : ""));
}

// What learners take a state for.
const confused = {
  ESTABLISHED: ["SYN_SENT", "SYN_RECV", "LISTEN"], FIN_WAIT1: ["CLOSED", "TIME_WAIT", "FIN_WAIT2"],
  FIN_WAIT2: ["TIME_WAIT", "CLOSED", "FIN_WAIT1"], CLOSING: ["TIME_WAIT", "FIN_WAIT2", "CLOSED"],
};

// state asks for the next state of an end, where that is a surprise. Where a state
// in between was missed, as on lo, nobody can say what led there.
function state(look, event, i) {
  const surprise = event.kind === "state" && (event.state !== "ESTABLISHED" || event.end === "client" || neverAccepts(look, i));
  if (!surprise || !confused[event.state]) return null;
  const there = other(event.end);
  const now = look.moments[i + 1];
  if (!now[event.end].cause) return null;
  return question(`${event.end} ${event.state}`, i, event.state, confused[event.state], { event: i },
    () => say("state.ask", { end: say(event.end) }),
    () => say("state.why", { from: now[event.end].before, to: event.state, cause: now[event.end].cause, time: look.at(i) }) +
      (now[there].state && now[there].state !== event.state ? " " + say("state.other", { end: say(there), state: now[there].state }) : ""));
}

const neverAccepts = (look, i) => !look.events.slice(0, i).some(e => e.call?.name === "accept");

// send asks what it means that send has returned.
function send(look, event, i) {
  if (event.kind !== "enter" || event.call.name !== "send" || !event.call.returned || event.call.errno) return null;
  const left = look.after(i, look.isLeave(event.end));
  if (left < 0) return null;
  const segment = look.segment(look.events[left]);
  const end = segment.seq + segment.length;
  const acked = look.after(i, e => e.kind === "arrive" && e.end === event.end && has(look.segment(e), "ACK") && look.segment(e).ack >= end);
  return question("send", i, "send.taken", neverAccepts(look, i) ? ["send.fails", "send.acked", "send.read"] : ["send.acked", "send.read"], { event: i, segment },
    () => say("send.ask", { end: say(event.end), count: event.call.result }),
    () => say("send.why", { count: event.call.result, time: look.at(i) }) +
      (acked < 0 ? "" : " " + say("send.later", { time: look.at(acked), number: look.segment(look.events[acked]).number })));
}

// timeWait asks who will hold TIME_WAIT, before the first end closes.
function timeWait(look, event, i) {
  if (event.kind !== "enter" || !["close", "shutdown"].includes(event.call.name)) return null;
  const ending = look.after(i, e => e.kind === "leave" && (has(look.segment(e), "FIN") || has(look.segment(e), "RST")));
  const began = look.events.slice(0, i).some(e => e.kind === "leave" && (has(look.segment(e), "FIN") || has(look.segment(e), "RST")));
  if (ending < 0 || began || look.events[ending].end !== event.end) return null;
  const holders = ["client", "server"].filter(end => look.events.some(e => e.end === end && e.state === "TIME_WAIT"));
  const right = "timewait." + (holders.length === 2 ? "both" : holders[0] ?? "neither");
  const last = look.events.findLastIndex(e => e.state === "TIME_WAIT");
  return question("timewait", i, right, ["timewait.client", "timewait.server", "timewait.both", "timewait.neither"],
    { event: last < 0 ? ending : last, segment: look.segment(look.events[ending]) },
    () => say("timewait.ask", { end: say(event.end) }),
    () => say(holders.length === 1 ? "timewait.first" : right + ".why", { end: say(holders[0] ?? event.end), time: look.at(Math.max(last, 0)) }));
}

// numbers is a segment as a choice shows it.
function numbers(segment, changed = {}) {
  const { flags, seq, ack, length } = { ...segment, ...changed };
  return `${flags} seq=${seq} ack=${ack}` + (length ? ` len=${length}` : "");
}

// ackOfData asks for the number that acknowledges bytes.
function ackOfData(look, event, i) {
  const segment = look.segment(event);
  if (event.kind !== "leave" || segment.flags !== "ACK" || segment.length > 0) return null;
  const data = look.arrived(event.end, i);
  if (!data || data.length === 0 || segment.ack !== data.seq + data.length) return null;
  return question("ack", i, numbers(segment), [numbers(segment, { ack: segment.ack - 1 }), numbers(segment, { ack: data.seq }), "ack.nothing"], { event: i, segment },
    () => say("ack.ask", { end: say(event.end), number: data.number, count: data.length, seq: data.seq }),
    () => say("ack.why", { ack: segment.ack, seq: data.seq, count: data.length }));
}

// answerToFIN asks for the segment that answers a FIN.
function answerToFIN(look, event, i) {
  const segment = look.segment(event);
  if (event.kind !== "leave" || !has(segment, "ACK") || has(segment, "RST")) return null;
  const fin = look.arrived(event.end, i);
  if (!fin || !has(fin, "FIN") || segment.ack !== fin.seq + occupied(fin)) return null;
  const swapped = has(segment, "FIN") ? "ACK" : "FIN,ACK";
  return question("fin", i, numbers(segment), [numbers(segment, { ack: segment.ack - 1 }), numbers(segment, { flags: swapped }), numbers(segment, { flags: "RST,ACK" })], { event: i, segment },
    () => say("fin.ask", { end: say(event.end), number: fin.number }),
    () => say("fin.why", { ack: segment.ack }) + " " + say(has(segment, "FIN") ? "fin.rides" : "fin.alone", { end: say(event.end) }));
}

// recv asks what recv returns when no more bytes come.
function recv(look, event, i) {
  if (event.kind !== "return" || event.call.name !== "recv" || event.call.data) return null;
  const by = look.arrived(event.end, i);
  const right = event.call.errno === "ECONNRESET" ? "recv.reset" : event.call.errno ? "" : "recv.empty";
  if (!by || !right || !has(by, right === "recv.reset" ? "RST" : "FIN")) return null;
  return question(right, i, right, ["recv.waits", "recv.empty", "recv.reset"], { event: i, segment: by },
    () => say("recv.ask", { end: say(event.end), number: by.number, flags: by.flags }),
    () => say(right + ".why", { number: by.number }));
}

// loss asks what becomes of a segment that is lost.
function loss(look, event, i) {
  if (event.kind !== "lost") return null;
  const lost = look.segment(event), there = other(event.end);
  const same = s => s.flags === lost.flags && s.seq === lost.seq && s.length === lost.length;
  const own = look.after(i, e => look.isLeave(event.end)(e) && (occupied(lost) > 0 ? same(look.segment(e)) : look.segment(e).ack >= lost.ack));
  const known = look.segments.slice(0, event.segment);
  const peers = look.after(i, e => look.isLeave(there)(e) && known.some(s => s.from === there && occupied(s) > 0 && s.seq === look.segment(e).seq && s.flags === look.segment(e).flags));
  if (own < 0) return null;
  const right = occupied(lost) > 0 ? "loss.again" : peers >= 0 && peers < own ? "loss.peer" : "loss.next";
  const found = right === "loss.peer" ? peers : own;
  const segment = look.segment(look.events[found]);
  return question("loss", i + 1, right, ["loss.error", "loss.asks", occupied(lost) > 0 ? "loss.next" : "loss.again"], { event: found, segment },
    () => say("loss.ask", { number: lost.number, flags: lost.flags, end: say(event.end) }),
    () => say(right + ".why", { number: segment.number, time: milliseconds(look.events[found].at - event.at) }));
}

// bind asks whether a port can be had again.
function bind(look, event, i) {
  if (event.kind !== "enter" || event.call.name !== "bind" || look.moments[i][event.end].state !== "TIME_WAIT") return null;
  const { fd, port, errno } = event.call;
  const right = errno === "EADDRINUSE" ? "bind.held" : errno ? "" : "bind.free";
  const before = look.events.slice(0, i).filter(e => e.end === event.end && e.kind === "enter");
  const reusable = before.some((e, k) => e.call.name === "bind" && e.call.port === port && !e.call.errno &&
    before.slice(0, k).some(o => o.call.name === "setsockopt" && o.call.option === "REUSEADDR" && o.call.fd === e.call.fd));
  if (!right) return null;
  return question(`bind ${i}`, i, right, ["bind.free", "bind.held", "bind.waits"], { event: i },
    () => say("bind.ask", { call: `bind(${fd}, ${port})` }),
    () => say(right === "bind.held" ? "bind.held.why" : reusable ? "bind.reusable" : "bind.free.why", { port }));
}
