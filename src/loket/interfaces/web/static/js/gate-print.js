// The slip prints itself once; the button prints it again.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
addEventListener("load", () => print(), { once: true });
