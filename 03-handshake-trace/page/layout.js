// Where each event stands, in pixels from the top. Later is lower: the distance
// between two events is the time, stretched where things need room and cut where
// nothing happens. The page plays at an even pace along this line.

const flight = 46; // what an arrow of ordinary length leads down
const longest = 72; // between two events, however long nothing happened
const least = { enter: 17, return: 17, state: 14, leave: 17, arrive: 19, lost: 26, queued: 7 };
const leaveLeave = 34; // two segments of one end, each with its label
const top = 26;

export function layOut(trace) {
  const unit = flightTime(trace.segments);
  const at = []; // of each event
  const cut = []; // where time was cut
  const left = {}; // where the last segment left each end
  let y = top;
  trace.events.forEach((event, i) => {
    if (i > 0) {
      const time = (event.at - trace.events[i - 1].at) / unit * flight;
      if (time > longest) cut.push(y + longest / 2);
      y += Math.max(Math.min(time, longest), least[event.kind]);
    }
    if (event.kind === "leave") {
      y = Math.max(y, (left[event.end] ?? -leaveLeave) + leaveLeave);
      left[event.end] = y;
    }
    at.push(y);
  });
  return { at, cut, length: y + top };
}

// flightTime returns the time that an ordinary arrow takes, in nanoseconds.
function flightTime(segments) {
  const times = segments.filter(s => !s.lost && s.arrived > s.left).map(s => s.arrived - s.left).sort((a, b) => a - b);
  return times[times.length >> 1] || 50e6;
}

// timeAt returns the time at a place, in nanoseconds, and placeAt the inverse.
export const timeAt = (layout, events, y) => between(layout.at, events.map(e => e.at), y);
export const placeAt = (layout, events, time) => between(events.map(e => e.at), layout.at, time);

function between(from, to, x) {
  const i = from.findLastIndex(f => f <= x);
  if (i < 0) return to[0] ?? 0;
  if (i === from.length - 1) return to[i];
  const span = from[i + 1] - from[i];
  return to[i] + (span > 0 ? (to[i + 1] - to[i]) * (x - from[i]) / span : 0);
}
