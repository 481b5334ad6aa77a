// The button says what it will do: "Pilih Rabu, 09.00". Without scripts it says "Pilih jam ini".
const button = document.querySelector("[data-pick]");
const name = () => {
  const chosen = document.querySelector("input[data-hour]:checked");
  if (chosen) button.textContent = `${button.dataset.pick} ${chosen.dataset.hour}`;
};
if (button) {
  addEventListener("change", name);
  addEventListener("pageshow", name);
  name();
}
