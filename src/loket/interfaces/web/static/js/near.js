// "Pakai lokasi saya": asks the device, rounds to about a kilometre, and sends it as a form, never in an address.
const form = document.querySelector("form[data-near]");
if (form && "geolocation" in navigator) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.lintang.value = coords.latitude.toFixed(2);
        form.bujur.value = coords.longitude.toFixed(2);
        form.submit();
      },
      () => {
        form.removeAttribute("aria-busy");
        form.querySelector(".error").hidden = false;
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
