// <button data-open="id"> opens a dialog, [data-close] inside it closes it. Without scripts the action's own page asks.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.open)?.showModal();
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});
