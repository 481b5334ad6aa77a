// The board of a zone: draws each state that live.js receives (interfaces/events/README.md), marks and chimes a new call.

const FRESH = 8000;
const source = document.querySelector("[data-board]");
const main = source.parentElement;
let shown = Number(source.dataset.board);
let sound;
let fading;

// Browsers give a voice only after somebody touched the page; until then the board stays silent.
for (const touch of ["pointerdown", "keydown"]) {
  addEventListener(touch, () => (sound ??= new AudioContext()), { once: true });
}

function chime() {
  if (sound?.state !== "running") return;
  [660, 528].forEach((pitch, place) => {
    const at = sound.currentTime + place * 0.45;
    const tone = new OscillatorNode(sound, { frequency: pitch });
    const volume = new GainNode(sound, { gain: 0.4 });
    volume.gain.setValueAtTime(0.4, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 1.2);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 1.3);
  });
}

function write(part, call, number, counter) {
  part.querySelector(number).textContent = call.number;
  part.querySelector(counter).textContent = call.counter;
}

function drawCall(call) {
  let part = main.querySelector(":scope > .call");
  if (!part) {
    part = document.getElementById("panggilan").content.firstElementChild.cloneNode(true);
    main.querySelector(".board-wait").replaceWith(part);
  }
  write(part, call, ".called", ".to b");
  if (call.id > shown) {
    shown = call.id;
    part.classList.add("fresh");
    clearTimeout(fading);
    fading = setTimeout(() => part.classList.remove("fresh"), FRESH);
    chime();
  }
}

function drawEarlier(calls) {
  const blank = document.getElementById("sebelumnya").content.querySelector("li");
  const rows = calls.map((call) => {
    const row = blank.cloneNode(true);
    row.querySelector("b").textContent = call.number;
    row.querySelector("small").textContent = `${row.querySelector("small").textContent.trim()} ${call.counter}`;
    return row;
  });
  main.querySelector(".calls").replaceChildren(...rows);
}

source.addEventListener("loket:event", (event) => {
  const state = JSON.parse(event.detail);
  // A new day begins without calls: the page knows how to say so.
  if (!state.call && main.querySelector(":scope > .call")) return location.reload();
  if (state.call) drawCall(state.call);
  drawEarlier(state.earlier);
  document.querySelector("[data-open]").textContent = state.open;
  document.querySelector("[data-waiting]").textContent = state.waiting;
});
