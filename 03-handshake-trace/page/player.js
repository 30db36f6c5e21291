// Plays a trace: time that runs, stands still or is dragged, and the keys.
import { openBytes } from "./bytes.js";
import { drawDiagram } from "./diagram.js";
import { find } from "./element.js";
import { showEnd, showWait } from "./ends.js";
import { drawLadder } from "./ladder.js";
import { layOut, placeAt, timeAt } from "./layout.js";
import { replay } from "./model.js";
import { Quiz } from "./quiz.js";
import { listenForTheme } from "./theme.js";
import { milliseconds, narrate, preferred, say, speak, spoken } from "./words.js";

const pace = 70; // pixels of the layout a second
const still = matchMedia("(prefers-reduced-motion: reduce)");
const stepPause = 1100; // between events where nothing may move, in milliseconds

const data = readData();
const { trace } = data;
const events = trace.events;
const noted = events.some(event => event.call); // which in a capture nobody has
const layout = layOut(trace);
const moments = replay(trace, data.transitions);
const quiz = new Quiz(trace, moments, { play, point: pointAt, place: () => ladder && move(y) });

let y = 0; // where on the layout the page is
let shown = -1; // how many events have happened, as the page shows
let playing = false;
let last = 0; // when the last frame was, in milliseconds
let ladder, lightDiagram;

// readData reads what the page was made from. Packets are in base64.
function readData() {
  const read = JSON.parse(find("data").textContent);
  const bytes = text => Uint8Array.from(atob(text ?? ""), c => c.charCodeAt(0));
  read.trace.segments.forEach((segment, i) => {
    segment.bytes = bytes(segment.packet);
    segment.payload = bytes(read.payloads[i]);
    segment.fields = read.fields[i];
  });
  return read;
}

const happened = () => layout.at.findLastIndex(at => at <= y) + 1;

// heightOf is where so many events have just happened.
const heightOf = count => count === 0 ? 0 : layout.at[count - 1];

// move goes to a place of the layout.
function move(to) {
  y = Math.min(Math.max(to, 0), layout.length);
  const count = happened();
  if (count !== shown) showMoment(count);
  const time = timeAt(layout, events, y);
  ladder.show(y, moments[count]);
  for (const end of ["client", "server"]) showWait(end, moments[count][end], time);
  find("time").value = y;
  find("time").setAttribute("aria-valuetext", say("at", { time: milliseconds(time), count, of: events.length }));
  find("clock").textContent = milliseconds(time);
}

// showMoment shows what is true after so many events.
function showMoment(count) {
  shown = count;
  const moment = moments[count];
  document.body.dataset.event = count;
  for (const end of ["client", "server"]) showEnd(end, moment);
  lightDiagram(moment);
  find("count").textContent = say("event", { count, of: events.length });
  find("told").textContent = tell(count);
  for (const line of find("lessons").children) {
    const fresh = Number(line.dataset.event) <= count;
    if (fresh && line.hidden) line.classList.add("fresh");
    line.hidden = !fresh;
  }
  find("nothingYet").hidden = [...find("lessons").children].some(line => !line.hidden);
  find("back").disabled = count === 0;
  find("forward").disabled = count === events.length;
}

// tell says the last event in words.
function tell(count) {
  if (count === 0) return say("begin");
  return narrate(trace, events[count - 1], moments[count - 1], moments[count]);
}

// step goes so many events on, and stops where a question is asked.
function step(by) {
  pause();
  const to = Math.min(Math.max(happened() + by, 0), events.length);
  if (by > 0 && quiz.stopsBefore(happened(), to)) return;
  move(heightOf(to));
  remember();
}

function play() {
  if (quiz.open) return;
  if (happened() === events.length) move(0);
  playing = true;
  last = 0;
  showPlaying();
  requestAnimationFrame(frame);
}

function pause() {
  if (!playing) return;
  playing = false;
  showPlaying();
  remember();
}

function showPlaying() {
  find("play").dataset.t = playing ? "pause" : "play";
  find("play").textContent = say(playing ? "pause" : "play");
  document.body.classList.toggle("playing", playing);
}

function frame(now) {
  if (!playing) return;
  const passed = last ? Math.min(now - last, 100) : 0;
  const speed = Number(find("speed").value);
  if (still.matches) {
    if (last && now - last < stepPause / speed) return requestAnimationFrame(frame);
    last = now;
    if (advance(heightOf(Math.min(happened() + 1, events.length)))) requestAnimationFrame(frame);
    return;
  }
  last = now;
  if (advance(y + passed / 1000 * pace * speed)) requestAnimationFrame(frame);
}

// advance moves on and reports whether there is more to come.
function advance(wanted) {
  const to = quiz.until > 0 ? Math.min(wanted, heightOf(quiz.until)) : wanted;
  const from = happened();
  const target = layout.at.findLastIndex(at => at <= to) + 1;
  const stop = quiz.stopsBefore(from, target);
  if (stop) {
    move(Math.max(y, heightOf(stop.before + 1) - 1));
    pause();
    return false;
  }
  move(to);
  if (quiz.reached(happened())) {
    pause();
    return false;
  }
  if (happened() < events.length) return true;
  pause();
  quiz.end();
  return false;
}

// pointAt shows which segment an answer speaks of; null for none.
function pointAt(segment) { ladder.point(trace.segments.indexOf(segment)); }

// remember puts the moment into the address.
function remember() {
  const count = happened();
  try {
    history.replaceState(null, "", count ? `#event-${count}` : location.pathname + location.search);
  } catch { /* a page on a disk may not, in some browsers */ }
}

// recall goes to the moment of the address, and reports whether there is one.
function recall() {
  const event = /^#event-(\d+)$/.exec(location.hash);
  const time = new URLSearchParams(location.search).get("t");
  if (event) move(heightOf(Math.min(Number(event[1]), events.length)));
  else if (time !== null && !Number.isNaN(parseFloat(time))) move(Math.max(placeAt(layout, events, parseFloat(time) * 1e6), 0));
  else return false;
  return true;
}

function restart() {
  pause();
  quiz.restart();
  move(0);
  remember();
}

// draw draws everything for the size of the window and the language.
function draw() {
  ladder = drawLadder(trace, layout, i => {
    pause();
    openBytes(trace.segments[i]);
  });
  lightDiagram = drawDiagram(data.transitions);
  shown = -1;
  move(y);
}

function choose(language) {
  speak(data.words, language, data.texts);
  document.title = `${trace.title} · ${say(noted ? "title" : "title.plain")}`;
  document.querySelector(".home").href = `index.html?lang=${spoken()}`;
  showPlaying();
  quiz.say();
  draw();
}

const keys = {
  " ": () => playing ? pause() : play(),
  ArrowRight: () => step(1), ArrowLeft: () => step(-1),
  Home: restart, End: () => { pause(); move(layout.length); remember(); },
  p: () => quiz.toggle(), r: restart,
};

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || find("bytes").open) return;
  const target = event.target;
  // Space and Enter are a button's own, arrows those of a list, and of a table
  // that is wider than the screen.
  if (event.key === " " && target.closest("button, summary, a, select, [role=button]")) return;
  if (event.key.startsWith("Arrow") && target.closest("select, .scroll")) return;
  const act = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (act) act();
  else if (!quiz.key(event.key)) return;
  event.preventDefault();
}

function listen() {
  find("play").addEventListener("click", () => playing ? pause() : play());
  find("back").addEventListener("click", () => step(-1));
  find("forward").addEventListener("click", () => step(1));
  find("restart").addEventListener("click", restart);
  find("predict").addEventListener("click", () => quiz.toggle());
  listenForTheme();
  find("time").max = layout.length;
  find("time").addEventListener("input", event => {
    pause();
    quiz.dismiss();
    move(Number(event.target.value));
  });
  find("time").addEventListener("change", remember);
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => choose(button.dataset.lang));
  }
  document.addEventListener("keydown", key);
  addEventListener("hashchange", () => { pause(); recall(); });
  addEventListener("beforeprint", () => { find("table").open = true; });
  addEventListener("resize", draw);
  find("bytes").querySelector(".close").addEventListener("click", () => find("bytes").close());
  find("bytes").addEventListener("click", event => { if (event.target === find("bytes")) find("bytes").close(); });
}

for (const element of document.querySelectorAll(".stage, .controls, .switches")) element.hidden = false;
find("table").open = false;
for (const row of find("table").querySelectorAll("tr[id]")) row.removeAttribute("id");
for (const program of document.querySelectorAll(".program")) program.hidden = !noted;
for (const buffer of document.querySelectorAll(".buffer")) buffer.hidden = !events.some(event => event.kind === "queued");
listen();
choose(preferred());
if (!recall()) move(0);
scrollTo(0, 0);
