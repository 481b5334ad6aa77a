// Shows how far a file is on its way: <form data-upload> with a <progress> in it. Without scripts the form is sent plainly.

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const bar = form.querySelector("progress");
    const sender = new XMLHttpRequest();
    const plainly = () => form.submit();
    sender.open("POST", form.action);
    sender.responseType = "document";
    sender.upload.onprogress = ({ loaded, total }) => {
      bar.hidden = false;
      bar.value = total ? (100 * loaded) / total : 0;
    };
    sender.onload = () => {
      const page = sender.response?.querySelector("main");
      if (sender.responseURL !== form.action) location.assign(sender.responseURL);
      else if (page) document.querySelector("main").replaceWith(page);
      else plainly();
    };
    sender.onerror = plainly;
    sender.send(new FormData(form, event.submitter));
  });
}
