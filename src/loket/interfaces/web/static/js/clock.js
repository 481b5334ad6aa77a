// Clocks go on from the server's time (the demo has its own day): <time data-clock data-zone="Asia/Jakarta" datetime="...">.

for (const clock of document.querySelectorAll("[data-clock]")) {
  const ahead = Date.parse(clock.getAttribute("datetime")) - Date.now();
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: clock.dataset.zone, hour: "2-digit", minute: "2-digit" });
  const face = clock.firstElementChild ?? clock;
  // What is true from one moment until another (a break): <b data-from="..." data-to="..." hidden>.
  const timed = document.querySelectorAll("[data-from]");
  const tick = () => {
    for (const part of timed) {
      const now = Date.now() + ahead;
      part.hidden = now < Date.parse(part.dataset.from) || now >= Date.parse(part.dataset.to);
    }
    const text = parts.format(Date.now() + ahead).replace(":", ".");
    if (face.textContent !== text) face.textContent = text;
  };
  setInterval(tick, 1000);
  tick();
}
