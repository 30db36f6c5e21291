// WCAG 2.2's contrast ratio, of computed styles.
function rgba(color) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d");
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}

const over = (top, bottom) => [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);

function luminance([r, g, b]) {
  const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

function ratio(a, b) {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

// What is painted behind everything depends on the page's color-scheme.
function canvasColor() {
  const probe = document.documentElement.appendChild(document.createElement("div"));
  probe.style.backgroundColor = "Canvas";
  const color = rgba(getComputedStyle(probe).backgroundColor);
  probe.remove();
  return color;
}

function background(element) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) layers.unshift(rgba(getComputedStyle(e).backgroundColor));
  return layers.reduce((below, layer) => over(layer, below), canvasColor());
}

// A text in a picture stands on the shape that is drawn around it, if any.
function shapeBehind(element) {
  const text = element.getBoundingClientRect(), x = text.x + text.width / 2, y = text.y + text.height / 2;
  const shape = [...element.parentElement.querySelectorAll(":scope > rect, :scope > circle")].find(each => {
    const box = each.getBoundingClientRect();
    return box.left < x && x < box.right && box.top < y && y < box.bottom;
  });
  return shape ? rgba(getComputedStyle(shape).fill) : background(element);
}

function contrast(element) {
  const drawn = element instanceof SVGElement;
  const behind = drawn ? shapeBehind(element) : background(element);
  const color = rgba(drawn ? getComputedStyle(element).fill : getComputedStyle(element).color);
  for (let e = element; e; e = e.parentElement) color[3] *= Number(getComputedStyle(e).opacity);
  return ratio(over(color, behind), behind);
}

function contrastOfText() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || ["SCRIPT", "STYLE"].includes(element.tagName) || !element.checkVisibility() || element.getBoundingClientRect().width === 0) continue;
    found.push({ Text: node.data.trim(), Contrast: contrast(element) });
  }
  return found;
}

function focused() {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    Href: element.getAttribute("href") ?? element.tagName,
    Visible: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    Outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    // The browser's own ring (auto) is drawn in two colours for any background.
    Contrast: style.outlineStyle === "auto" ? 21 : ratio(over(rgba(style.outlineColor), background(element.parentElement)), background(element.parentElement)),
    Text: contrast(element),
  };
}
