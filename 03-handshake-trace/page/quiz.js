// Asks, judges and counts. Nothing that is answered is stored or sent.
import { find, html } from "./element.js";
import { questionsOf } from "./predict.js";
import { say } from "./words.js";

const near = 8; // events: what happens sooner than that is shown before why is said

// Quiz stops the player before questions. page has what it does to the page:
// play, point at a segment or at none, and place everything anew.
export class Quiz {
  constructor(trace, moments, page) {
    this.page = page;
    this.questions = questionsOf(trace, moments);
    this.answers = new Map(); // chosen keys, by question
    this.on = false;
    this.asking = null; // the question that is on the page
    this.until = -1; // how many events an answer plays on
    this.last = false; // the page has come to its end
    find("predict").hidden = this.questions.size === 0;
    if (this.questions.size === 0) document.querySelector(".keys").dataset.t = "keys.plain";
    find("goon").addEventListener("click", () => this.goOn());
  }

  // open reports whether a question waits for an answer.
  get open() { return this.asking !== null && !this.answers.has(this.asking); }

  get right() { return [...this.answers].filter(([q, key]) => q.choices.some(c => c.right && c.key === key)).length; }

  toggle() {
    if (this.questions.size === 0) return;
    this.on = !this.on;
    find("predict").setAttribute("aria-pressed", String(this.on));
    this.close();
    this.showScore();
  }

  restart() {
    this.answers.clear();
    this.close();
    this.showScore();
  }

  // stopsBefore asks the first question between two counts of events, if there
  // is one, and returns it.
  stopsBefore(from, to) {
    if (!this.on) return null;
    for (let i = from; i < to; i++) {
      const question = this.questions.get(i);
      if (!question || this.answers.has(question)) continue;
      this.asking = question;
      this.until = -1;
      this.show();
      find("question").focus({ preventScroll: true });
      return question;
    }
    return null;
  }

  // reached reports whether the page has played as far as an answer wanted.
  reached(count) {
    if (this.until < 0 || count < this.until) return false;
    this.until = -1;
    this.show();
    find("goon").focus({ preventScroll: true });
    return true;
  }

  choose(key) {
    if (!this.open) return;
    const question = this.asking;
    this.answers.set(question, key);
    this.showScore();
    const { event, segment } = question.evidence;
    const between = [...this.questions.keys()].some(i => i > question.before && i <= event && !this.answers.has(this.questions.get(i)));
    this.until = event - question.before < near && !between ? event + 1 : -1;
    this.show();
    if (segment) this.page.point(segment);
    if (this.until > 0) this.page.play();
    else find("goon").focus({ preventScroll: true });
  }

  goOn() {
    this.close();
    this.page.play();
  }

  // end shows the score, when the last event has come.
  end() {
    if (!this.on || this.questions.size === 0) return;
    this.last = true;
    this.show();
  }

  // dismiss takes a question away that is not answered, as when time is dragged.
  dismiss() { if (this.asking || this.last) this.close(); }

  close() {
    this.asking = null;
    this.until = -1;
    this.last = false;
    this.page.point(null);
    this.show();
  }

  // key takes a digit for a choice, and reports whether it was one.
  key(key) {
    if (!this.open || !/^[1-9]$/.test(key)) return false;
    const choice = this.asking.choices[Number(key) - 1];
    if (choice) this.choose(choice.key);
    return Boolean(choice);
  }

  // say shows everything again, in another language.
  say() {
    this.show();
    this.showScore();
  }

  showScore() {
    find("score").hidden = !this.on;
    find("score").textContent = say("score", { right: this.right, answered: this.answers.size, all: this.questions.size });
  }

  show() {
    const question = this.asking;
    find("quiz").hidden = !question && !this.last;
    document.body.classList.toggle("asking", Boolean(question) || this.last); // which makes room
    find("goon").hidden = !question || this.open || this.until >= 0;
    find("choices").replaceChildren(...question ? question.choices.map((choice, i) => this.button(choice, i)) : []);
    find("verdict").replaceChildren();
    if (this.last) find("question").textContent = say("score.end", { right: this.right, answered: this.answers.size, all: this.questions.size });
    if (question) {
      find("question").textContent = question.text();
      if (!this.open) this.explain(question);
    }
    this.page.place();
    if (question) find("quiz").scrollIntoView({ block: "nearest" });
  }

  button(choice, i) {
    const chosen = this.answers.get(this.asking);
    const answered = chosen !== undefined;
    const mark = answered && choice.right ? "right" : chosen === choice.key ? "wrong" : "";
    const button = html("button", { type: "button", disabled: answered, class: mark, "data-right": answered && choice.right }, html("kbd", {}, String(i + 1)), html("span", {}, say(choice.key)));
    if (mark) button.append(html("span", { class: "mark" }, mark === "right" ? "✓" : "✗"));
    button.addEventListener("click", () => this.choose(choice.key));
    return html("li", {}, button);
  }

  // explain says whether the answer was right, why, and where to see it.
  explain(question) {
    const right = question.choices.find(c => c.right).key === this.answers.get(question);
    const event = question.evidence.event + 1;
    find("verdict").append(html("strong", { class: right ? "right" : "wrong" }, say(right ? "right" : "wrong")), " ", question.why(), " ",
      html("a", { href: `#event-${event}` }, say("see", { event })));
  }
}
