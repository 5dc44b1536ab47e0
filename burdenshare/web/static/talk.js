// Levers of debates and workshops: a slider beside each number, and what a choice comes to as it moves.
const form = document.querySelector("form.talk");
const look = form?.querySelector("button[value=look]");
let waiting;

function settle() {
  clearTimeout(waiting);
  waiting = setTimeout(() => look?.click(), 250);
}

for (const range of form?.querySelectorAll("input[type=range]") ?? []) {
  const number = document.getElementById(range.dataset.for);
  range.hidden = false;
  range.value = number.value;
  range.addEventListener("input", () => {
    number.value = range.value;
  });
  range.addEventListener("change", settle);
  number.addEventListener("change", () => {
    range.value = number.value;
    settle();
  });
}
