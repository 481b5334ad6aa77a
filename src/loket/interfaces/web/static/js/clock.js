// Clocks go on from the server's time (the demo has its own day): <time data-clock data-zone="Asia/Jakarta" datetime="...">.

for (const clock of document.querySelectorAll("[data-clock]")) {
  const ahead = Date.parse(clock.getAttribute("datetime")) - Date.now();
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: clock.dataset.zone, hour: "2-digit", minute: "2-digit" });
  const face = clock.firstElementChild ?? clock;
  const tick = () => {
    const text = parts.format(Date.now() + ahead).replace(":", ".");
    if (face.textContent !== text) face.textContent = text;
  };
  setInterval(tick, 1000);
  tick();
}
