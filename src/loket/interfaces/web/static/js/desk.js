// Times of the counter's page: [data-since] shows minutes and seconds, [data-until] leaves when its time is over.
// The nearest [data-now] tells the server's time at which that part was drawn (the demo has its own day).

const ahead = new WeakMap();

function now(part) {
  const drawn = part.closest("[data-now]");
  if (!ahead.has(drawn)) ahead.set(drawn, Date.parse(drawn.dataset.now) - Date.now());
  return Date.now() + ahead.get(drawn);
}

function tick() {
  for (const part of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((now(part) - Date.parse(part.dataset.since)) / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (part.textContent !== text) part.textContent = text;
  }
  for (const part of document.querySelectorAll("[data-until]")) {
    if (now(part) > Date.parse(part.dataset.until)) part.remove();
  }
}

setInterval(tick, 1000);
tick();
new MutationObserver(tick).observe(document.getElementById("meja").parentElement, { childList: true, subtree: true });
