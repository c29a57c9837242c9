// Each block of values gets a button that ticks all of it. Without script every value is ticked by hand.
"use strict";
for (const block of document.querySelectorAll(".review-block")) {
  const boxes = block.querySelectorAll("input[type=checkbox]");
  const label = document.querySelector("[data-tick-block]");
  if (boxes.length < 2 || !label) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label.dataset.tickBlock;
  button.addEventListener("click", () => boxes.forEach((box) => { box.checked = true; }));
  block.caption.append(button);
}
