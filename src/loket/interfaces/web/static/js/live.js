// Keeps [data-stream] parts fresh: listens to server-sent events and fetches [data-refresh] when something changed.
//
//   <div id="antrean" data-stream="/peristiwa/..." data-refresh="/loket/antrean/"> ... </div>
//
// While cut off, <body data-live="offline"> shows .offline-only. After data-reload-after seconds (600) without
// a connection the whole page is loaded again, because its scripts may be old. Fires `loket:event` for each
// message and `loket:refreshed` after each swap.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

function follow(part) {
  let wait = FIRST_WAIT;
  let cutAt = 0;
  let fetching = false;
  let again = false;

  async function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      const answer = await fetch(part.dataset.refresh, { headers: { "HX-Request": "true" } });
      if (answer.ok) swap(part, await answer.text());
    } catch {
      cut();
    } finally {
      fetching = false;
    }
    if (again) {
      again = false;
      refresh();
    }
  }

  function cut() {
    cutAt ||= Date.now();
    document.body.dataset.live = "offline";
  }

  function joined() {
    const longest = Number(part.dataset.reloadAfter ?? 600) * 1000;
    if (cutAt && Date.now() - cutAt > longest) return location.reload();
    document.body.dataset.live = "online";
    if (cutAt && part.dataset.refresh) refresh();
    cutAt = 0;
    wait = FIRST_WAIT;
  }

  function listen() {
    const source = new EventSource(part.dataset.stream);
    source.onopen = joined;
    source.onmessage = (event) => {
      part.dispatchEvent(new CustomEvent("loket:event", { bubbles: true, detail: event.data }));
      if (part.dataset.refresh) refresh();
      else if ("swap" in part.dataset) swap(part, event.data);
    };
    source.onerror = () => {
      source.close();
      cut();
      // A little chance in the pause, so that a hall full of boards does not knock at once.
      setTimeout(listen, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    addEventListener("pagehide", () => source.close(), { once: true });
  }
  listen();
}

function swap(part, html) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  part.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.focus();
  window.htmx?.process(part);
  part.dispatchEvent(new CustomEvent("loket:refreshed", { bubbles: true }));
}

addEventListener("offline", () => (document.body.dataset.live = "offline"));
for (const part of document.querySelectorAll("[data-stream]")) follow(part);
