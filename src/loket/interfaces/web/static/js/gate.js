// The gate: a camera and a USB scanner fill in [data-scan] and send it. Without this file the field and its button do.

const TYPES_TEXT = "input:not([type=radio],[type=checkbox],[type=button],[type=submit],[type=hidden]),textarea,select";
const SHORTEST_SCAN = 8;
const LONGEST_SCAN = 400;
// A scanner types much faster than a hand: a longer pause begins a new text.
const PAUSE = 600;
const REMEMBERED = "gerbang-kamera";

const form = document.querySelector("form[data-scan]");
const field = form?.elements.kode;
let sent = false;

function send(text) {
  if (sent || !form) return;
  sent = true;
  field.value = text.slice(0, LONGEST_SCAN);
  navigator.vibrate?.(60);
  form.requestSubmit();
}

// Back from the page cache: the next ticket must be heard again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sent = false;
  if (field?.type !== "hidden") field.value = "";
});
form?.addEventListener("submit", () => (sent = true));

// A USB scanner is a keyboard. Where no field has the focus its text is gathered here, before single keys act on it.
// Only its first letter reaches them, always an A (a token's version): no button of these pages has A as its key.
let heard = "";
let last = 0;
addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.(TYPES_TEXT)) return;
    if (event.timeStamp - last > PAUSE) heard = "";
    last = event.timeStamp;
    if (event.key === "Enter" && heard.length > 1) {
      // Half a scan is dropped: its Enter must never press the button that lets people in.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (heard.length >= SHORTEST_SCAN) send(heard);
      heard = "";
    } else if (event.key.length === 1) {
      heard = (heard + event.key).slice(0, LONGEST_SCAN);
      if (heard.length > 1) event.stopImmediatePropagation();
    }
  },
  { capture: true },
);

// On a touch screen the focused field must not pull up the keyboard over half the page until it is touched.
if (field && field.type !== "hidden" && matchMedia("(pointer: coarse)").matches) {
  field.inputMode = "none";
  field.addEventListener("pointerdown", () => (field.inputMode = "text"), { once: true });
}

const camera = document.querySelector("[data-camera]");
const opener = document.querySelector("[data-camera-open]");
const failed = document.querySelector("[data-camera-off]");

async function open() {
  opener.hidden = true;
  failed.hidden = true;
  camera.hidden = false;
  const { default: QrScanner } = await import("../vendor/qr-scanner.min.js");
  const scanner = new QrScanner(camera.querySelector("video"), (result) => result.data && send(result.data), {
    preferredCamera: "environment",
    returnDetailedScanResult: true,
    maxScansPerSecond: 12,
  });
  try {
    await scanner.start();
    localStorage.setItem(REMEMBERED, "1");
    camera.dataset.state = "on";
  } catch {
    localStorage.removeItem(REMEMBERED);
    scanner.destroy();
    camera.hidden = true;
    failed.hidden = false;
    opener.hidden = false;
  }
  addEventListener("pagehide", () => scanner.stop());
}

if (opener && navigator.mediaDevices?.getUserMedia) {
  opener.hidden = false;
  opener.addEventListener("click", open);
  // An officer who opened the camera once wants it for the next person too.
  if (localStorage.getItem(REMEMBERED)) open();
}
