// The page that leads to the others: its language goes with the reader.
import { find } from "./element.js";
import { listenForTheme } from "./theme.js";
import { preferred, speak, spoken } from "./words.js";

const words = JSON.parse(find("data").textContent);
const links = [...document.querySelectorAll(".cards a")].map(link => ({ link, href: link.getAttribute("href") }));

function choose(language) {
  speak(words, language);
  for (const { link, href } of links) link.setAttribute("href", `${href}?lang=${spoken()}`);
}

for (const element of document.querySelectorAll(".switches")) element.hidden = false;
for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => choose(button.dataset.lang));
listenForTheme();
choose(preferred());
