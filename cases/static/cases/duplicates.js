// Shows who is recorded already and may be the person that is being typed. Without it, saving asks.
"use strict";
(function () {
  const panel = document.getElementById("likely");
  if (!panel) { return; }
  const form = panel.closest("form");
  const PAUSE = 500; // milliseconds after the last key
  let timer = 0;
  let asked = 0;

  function element(name, text, kind) {
    const made = document.createElement(name);
    made.textContent = text;
    if (kind) { made.className = kind; }
    return made;
  }

  function row(one) {
    const item = document.createElement("li");
    const link = element("a", one.name);
    link.href = one.address;
    link.target = "_blank";
    link.rel = "noopener";
    item.append(link, " ", element("span", one.answer, "badge"));
    if (one.as !== one.name) { item.append(" ", element("span", one.as, "help")); }
    one.agrees.forEach(function (words) { item.append(" ", element("span", "✓ " + words, "agrees")); });
    one.disagrees.forEach(function (words) { item.append(" ", element("span", "✗ " + words, "disagrees")); });
    return item;
  }

  function show(found) {
    const list = panel.querySelector("ul");
    const box = panel.querySelector("input[type=checkbox]");
    const ids = found.filter(function (one) { return one.asks; }).map(function (one) { return one.id; }).join(",");
    list.replaceChildren.apply(list, found.map(row));
    panel.hidden = found.length === 0;
    if (box.value !== ids) { box.checked = false; }
    box.value = ids;
    box.parentElement.hidden = ids === "";
  }

  function ask() {
    const mine = ++asked;
    const sent = new FormData();
    new FormData(form).forEach(function (value, name) {
      if (/^(csrfmiddlewaretoken|born|gender|region|names-(TOTAL_FORMS|\d+-text))$/.test(name)) { sent.append(name, value); }
    });
    fetch(panel.dataset.address, {method: "POST", body: sent, credentials: "same-origin"})
      .then(function (answer) { return answer.ok ? answer.json() : {likely: []}; })
      .then(function (told) { if (mine === asked) { show(told.likely); } })
      .catch(function () { /* saving asks anyway */ });
  }

  form.addEventListener("input", function (event) {
    if (!/^(born|gender|region|names-\d+-text)$/.test(event.target.name || "")) { return; }
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
}());
