// Single keys for people who work all day: <button data-key="n"> is pressed by N, unless someone types.
// A control with data-keys-switch turns them off and on; the choice stays on this device.

const OFF = "pintasan-mati";
const TYPES_TEXT = "input:not([type=radio],[type=checkbox],[type=button],[type=submit]),textarea,select,[contenteditable]";
const ACTS_ON_ENTER = "a,button,summary,input";

const news = document.createElement("p");
news.className = "sr";
news.setAttribute("role", "status");
(document.querySelector("main") ?? document.body).append(news);

function holder() {
  return document.querySelector("dialog[open]") ?? document;
}

function wanted(key) {
  const pressable = (b) => b.dataset.key.toLowerCase() === key && !b.disabled && b.offsetParent !== null;
  return [...holder().querySelectorAll("[data-key]")].find(pressable);
}

addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF)) return;
  const focus = document.activeElement;
  if (focus?.matches(TYPES_TEXT)) return;
  if (event.key === "Enter" && focus?.matches(ACTS_ON_ENTER)) return;
  const button = wanted(event.key.toLowerCase());
  if (!button) return;
  event.preventDefault();
  const label = button.cloneNode(true);
  label.querySelectorAll("kbd").forEach((hint) => hint.remove());
  news.textContent = label.textContent.trim();
  button.click();
});

for (const control of document.querySelectorAll("[data-keys-switch]")) {
  const show = () => control.setAttribute("aria-pressed", String(!localStorage.getItem(OFF)));
  control.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    show();
  });
  show();
}
