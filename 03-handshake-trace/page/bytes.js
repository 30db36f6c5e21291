// A segment byte by byte: all its bytes, and the fields that the RFCs see in
// them. Pointing at one lights the other.
import { find, html } from "./element.js";
import { character } from "./model.js";
import { say, translate } from "./words.js";

const perRow = 16;

// openBytes shows a segment's bytes in a dialog. When that is closed, the focus
// goes back to where it was; of itself it does not, to an arrow of a picture.
export function openBytes(segment) {
  const dialog = find("bytes");
  dialog.querySelector("h2").textContent = say("bytes.title", { number: segment.number, flags: segment.flags });
  dialog.querySelector(".about").textContent = say("bytes.about", { end: say(segment.from), count: segment.bytes.length });
  const cells = [...segment.bytes].map((byte, i) => html("span", { class: "byte", "data-at": i }, byte.toString(16).padStart(2, "0")));
  const letters = [...segment.bytes].map((byte, i) => html("span", { class: "byte letter", "data-at": i }, character(byte)));
  const fields = fieldRows(segment.fields);
  const light = (first, size) => {
    for (const cell of [...cells, ...letters]) cell.classList.toggle("lit", cell.dataset.at >= first && cell.dataset.at < first + size);
  };
  const choose = row => {
    for (const each of fields) each.element.classList.toggle("lit", each === row);
    light(row.at, row.size);
  };
  for (const row of fields.filter(r => r.size > 0)) {
    for (const when of ["pointerenter", "focus", "click"]) row.element.addEventListener(when, () => choose(row));
  }
  [...cells, ...letters].forEach(cell => {
    const find = () => {
      // The last that has this byte: of bits that share one, there is no telling.
      const row = fields.find(r => r.size > 0 && cell.dataset.at >= r.at && cell.dataset.at < r.at + r.size);
      if (!row) return;
      choose(row);
      row.element.scrollIntoView({ block: "nearest" });
    };
    cell.addEventListener("pointerenter", find);
    cell.addEventListener("click", find);
  });
  dialog.querySelector(".hex").replaceChildren(...rowsOf(cells, letters));
  dialog.querySelector("tbody").replaceChildren(...fields.map(r => r.element));
  const before = document.activeElement;
  dialog.addEventListener("close", () => before.focus({ preventScroll: true }), { once: true });
  dialog.showModal();
}

function rowsOf(cells, letters) {
  const rows = [];
  for (let i = 0; i < cells.length; i += perRow) {
    rows.push(html("div", { class: "row" }, html("span", { class: "offset" }, String(i)),
      html("span", { class: "cells" }, ...cells.slice(i, i + perRow)), html("span", { class: "letters" }, ...letters.slice(i, i + perRow))));
  }
  return rows;
}

// fieldRows are the lines of explain. One without bytes of its own, as a control
// bit is, has those of the field before.
function fieldRows(fields) {
  let at = 0, size = 0;
  return fields.map(field => {
    if (field.heading) return { size: 0, element: html("tr", { class: "heading" }, html("th", { colspan: 4, scope: "colgroup" }, translate(field.heading))) };
    if (field.size) [at, size] = [field.at, field.size];
    const element = html("tr", { tabindex: 0 }, html("td", {}, field.size ? String(field.at) : ""), html("td", { class: "mono" }, field.bytes),
      html("td", { class: "name" }, field.name), html("td", {}, translate(field.value)));
    return { at, size, element };
  });
}
