// The states of a connection as RFC 9293, figure 5, has them. Where an end is, is
// lit; the step that led there too.
import { find, phaseOf, svg } from "./element.js";
import { say } from "./words.js";

const wide = 104, high = 28;

// Where a state stands. CLOSED is in the figure twice: where a connection begins
// and where it ends.
const places = {
  CLOSED: [196, 22], LISTEN: [196, 94], SYN_RECV: [80, 166], SYN_SENT: [312, 166], ESTABLISHED: [196, 238],
  FIN_WAIT1: [80, 310], CLOSE_WAIT: [312, 310], FIN_WAIT2: [80, 388], CLOSING: [196, 388], LAST_ACK: [312, 388],
  TIME_WAIT: [80, 462], END: [312, 462],
};

// Steps that lead to the lower CLOSED.
const ending = new Set(["LAST_ACK", "TIME_WAIT"]);

const placeOf = (from, to) => to === "CLOSED" && from !== "" && from !== "LISTEN" ? "END" : to;

// drawDiagram draws the figure and returns what lights it.
export function drawDiagram(transitions) {
  const nodes = {};
  const edges = [];
  for (const { from, to } of transitions) {
    const start = places[from], end = places[to === "CLOSED" && ending.has(from) ? "END" : to];
    edges.push({ from, to, path: svg("path", { class: "edge", d: edgeBetween(start, end), "marker-end": "url(#head)" }) });
  }
  for (const [name, [x, y]] of Object.entries(places)) {
    const text = svg("text", { x, y: y + 4 });
    text.textContent = name === "END" ? "CLOSED" : name;
    nodes[name] = svg("g", { class: "node " }, svg("rect", { x: x - wide / 2, y: y - high / 2, width: wide, height: high, rx: 7 }), text,
      marker("client", x - wide / 2, y), marker("server", x + wide / 2, y));
  }
  const head = svg("marker", { id: "head", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
    svg("path", { d: "M0 0L8 4L0 8Z" }));
  const picture = svg("svg", { viewBox: "0 0 376 486", role: "img" }, svg("defs", {}, head), ...edges.map(e => e.path), ...Object.values(nodes));
  find("diagram").replaceChildren(picture);
  return moment => light(moment, nodes, edges, picture);
}

function marker(end, x, y) {
  const letter = svg("text", { x, y: y + 3.5 });
  letter.textContent = end === "client" ? "C" : "S";
  return svg("g", { class: "marker " + end }, svg("circle", { cx: x, cy: y, r: 8 }), letter);
}

function light(moment, nodes, edges, picture) {
  const said = [];
  for (const [name, node] of Object.entries(nodes)) {
    const here = ["client", "server"].filter(end => moment[end].state && placeOf(moment[end].before, moment[end].state) === name);
    node.setAttribute("class", "node " + (here.length ? "lit " + phaseOf(name === "END" ? "CLOSED" : name) : "") + here.map(end => " at-" + end).join(""));
    said.push(...here.map(end => say("isIn", { end: say(end), state: moment[end].state })));
  }
  for (const { from, to, path } of edges) {
    const taken = ["client", "server"].filter(end => (moment[end].before || "CLOSED") === from && moment[end].state === to);
    path.setAttribute("class", "edge" + taken.map(end => " by-" + end).join(""));
  }
  picture.setAttribute("aria-label", said.join("; ") || say("diagram"));
}

// edgeBetween is a line from the edge of one box to the edge of another.
function edgeBetween([x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  if (dy === 0) { // beside each other
    const side = Math.sign(dx) * wide / 2;
    return `M${x0 + side} ${y0}L${x1 - side} ${y1}`;
  }
  if (dx === 0) {
    const side = Math.sign(dy) * high / 2;
    // Past what stands between, where a line would cross it.
    if (Math.abs(dy) > 145) return `M${x0 - 44} ${y0 + side}C${x0 - 74} ${y0 + dy / 3} ${x0 - 74} ${y1 - dy / 3} ${x1 - 44} ${y1 - side}`;
    // Two that lead there and back are side by side.
    const beside = dy > 0 ? -8 : 8;
    return `M${x0 + beside} ${y0 + side}L${x1 + beside} ${y1 - side}`;
  }
  const down = Math.sign(dy) * high / 2;
  const lean = Math.sign(dx) * 26 + (dy < 0 ? 10 : 0);
  return `M${x0 + lean} ${y0 + down}L${x1 - lean} ${y1 - down}`;
}
