// What the page says, in the language that is chosen.

let table = {};
let translated = {};
let language = "en";

// speak chooses the language and puts its words where the page has places for
// them: data-t is an element's text, data-label its name for a screen reader. texts
// are what the trace says, by language and by the English.
export function speak(words, chosen, texts = {}) {
  language = Object.hasOwn(words, chosen) ? chosen : "en";
  table = words[language];
  translated = texts[language] ?? {};
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = say(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of document.querySelectorAll("[data-lang]")) element.setAttribute("aria-pressed", String(element.dataset.lang === language));
  for (const element of document.querySelectorAll("[data-in]")) {
    const here = element.parentElement.querySelector(`[data-in=${language}]`);
    element.hidden = element.dataset.in !== (here ? language : "en");
  }
}

// preferred returns the language that the address asks for, or else the browser.
export function preferred() {
  const asked = new URLSearchParams(location.search).get("lang") ?? navigator.language;
  return asked.toLowerCase().split("-")[0];
}

// say returns the text of a key, with what stands in braces filled in.
export function say(key, values = {}) {
  const text = table[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// translate returns what the trace says in English in the language that is chosen.
export const translate = text => translated[text] ?? text;

export const spoken = () => language;

// milliseconds is a time as the page shows it.
export function milliseconds(nanoseconds) {
  const ms = nanoseconds / 1e6;
  return `${ms.toFixed(ms < 10000 ? 1 : 0)} ms`;
}

// narrate says an event in words. before is what was true until then, after is
// what is true now.
export function narrate(trace, event, before, after) {
  const end = say(event.end);
  const segment = event.segment === undefined ? null : trace.segments[event.segment];
  switch (event.kind) {
    case "enter":
      return say(event.call.returned ? "tell.enter" : "tell.waits", { end, call: event.text });
    case "return":
      return say("tell.return", { end, call: event.text });
    case "state":
      return say(after[event.end].cause ? "tell.state" : "tell.stateOnly", { end, state: event.state, reason: after[event.end].cause });
    case "queued":
      return narrateQueues(before[event.end], after[event.end], end);
    default:
      return say("tell." + event.kind, { end, number: segment.number, flags: segment.flags }) +
        (segment.marks && event.kind === "leave" ? " " + say("tell.marks", { marks: translate(segment.marks) }) : "");
  }
}

// narrateQueues says what of an end's queues is new.
function narrateQueues(before, after, end) {
  const said = [];
  for (const name of ["send", "receive"]) {
    if (after[name].join() !== before[name].join()) {
      said.push(say(after[name].length ? "tell." + name : `tell.${name}Empty`, { end, what: contents(after[name]) }));
    }
  }
  const { accept, backlog } = after;
  if (after.listens && !before.listens) said.push(say("tell.queue", { end, backlog }));
  else if (after.listens && accept !== before.accept) said.push(say(accept ? "tell.accept" : "tell.acceptEmpty", { count: accept, backlog }));
  if (!after.listens && before.listens) said.push(say("tell.noQueue", { end }));
  return said.join(" ");
}

// contents names what is in a buffer: bytes, a SYN, a FIN.
export function contents(buffer) {
  const flags = buffer.filter(each => each.length > 1);
  const count = buffer.count - flags.length;
  const bytes = count === 0 ? [] : [say(count === 1 ? "one" : "many", { count })];
  const parts = [...bytes, ...flags.map(flag => say("flag", { flag }))];
  return parts.length < 2 ? parts.join("") : parts.reduce((first, second) => say("and", { first, second }));
}
