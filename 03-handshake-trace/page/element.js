// Making and finding elements. Text is always text: what a capture's bytes say
// is never taken for markup.

const svgNamespace = "http://www.w3.org/2000/svg";

export const find = id => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export const html = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
export const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(svgNamespace, name), attributes, children);

// kindOf returns the class of a segment: what it does.
export function kindOf(segment) {
  const flags = segment.flags.split(",");
  if (flags.includes("RST")) return "rst";
  if (flags.includes("SYN")) return "syn";
  if (flags.includes("FIN")) return "fin";
  return segment.length > 0 ? "data" : "ack";
}

// phaseOf returns the class of a state: what it is a part of.
export function phaseOf(state) {
  if (!state) return "unread";
  if (["LISTEN", "CLOSED"].includes(state)) return "still";
  if (["SYN_SENT", "SYN_RECV"].includes(state)) return "opening";
  if (state === "ESTABLISHED") return "open";
  return state === "TIME_WAIT" ? "timewait" : "closing";
}
