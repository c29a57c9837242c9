// Forms with a one-time key: leaving one that was changed asks first; it is not let go while the site cannot be reached, and
// not twice. Without this script nothing is lost either: the server carries a form out once and keeps it when it cannot.
"use strict";
(function () {
  const words = document.currentScript.dataset;
  const PATIENCE = 8000; // milliseconds
  const forms = [...document.querySelectorAll("form[method=post]")].filter((form) => form.elements.form_key);
  const UNTOLD = new Set(["csrfmiddlewaretoken", "form_key"]);

  function contents(form) {
    const told = [];
    new FormData(form).forEach((value, name) => {
      if (!UNTOLD.has(name)) { told.push([name, typeof value === "string" ? value : value.name + value.size]); }
    });
    return JSON.stringify(told);
  }

  // What came back to be corrected was never saved, so it counts as changed.
  const back = document.querySelector(".errornote") !== null;
  const drawn = new Map();
  let going = false;

  function remember() { forms.forEach((form) => { drawn.set(form, contents(form)); form.dataset.watched = ""; }); }

  function isChanged(form) { return drawn.has(form) && (back || contents(form) !== drawn.get(form)); }

  function note(form) {
    let place = form.querySelector(".not-sent");
    if (!place) {
      place = document.createElement("p");
      place.className = "errornote not-sent";
      place.setAttribute("role", "alert");
      form.prepend(place);
    }
    place.textContent = words.lost;
    place.scrollIntoView({block: "center"});
  }

  function send(event) {
    const form = event.target;
    const button = event.submitter;
    event.preventDefault();
    if (going) { return; }
    going = true;
    fetch(words.address, {cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE)})
      .then(function () {
        form.removeEventListener("submit", send);
        form.requestSubmit(button);  // with its name and value, which say what is to be done
        form.addEventListener("submit", send);
        // The answer may be a file, which leaves the page where it is.
        window.setTimeout(function () { going = false; }, PATIENCE);
      })
      .catch(function () { going = false; note(form); });
  }

  forms.forEach((form) => { form.addEventListener("submit", send); });
  // Leaving quickly is never asked about; by its keys it also blanks the page (leave.js).
  document.addEventListener("submit", function (event) { if (event.target.id === "leave-quickly") { going = true; } });
  // The scripts of the admin fill in their inputs while the page loads: what they put there nobody typed.
  window.addEventListener("load", function () { window.setTimeout(remember, 0); });
  window.addEventListener("beforeunload", function (event) {
    if (!going && !document.body.hidden && forms.some(isChanged)) { event.preventDefault(); }
  });
  window.addEventListener("pageshow", function () { going = false; });
}());
