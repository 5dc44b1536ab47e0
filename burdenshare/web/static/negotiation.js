// Positions to drag: one question at a time, the newest positions next, the picture follows.
const form = document.getElementById("positions");
const lead = document.getElementById("lead");
const problem = document.getElementById("problem");
const still = document.getElementById("still");
const moving = document.getElementById("moving");
const said = document.getElementById("said");
const inputs = [...form.querySelectorAll("input[type=range]")];
const decimals = Number(form.dataset.decimals);
const numbers = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false,
});
const percents = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0, useGrouping: false });
const QUIET = 600;
let asking = false;
let again = false;
let pause = 0;

// What the server drew stands until a slider is moved: browsers round values to a slider's step.
const drawn = new Map(inputs.map((one) => [one, one.value]));

function moved(kind) {
  const found = {};
  for (const one of inputs) {
    if (one.dataset.kind !== kind) continue;
    if (one.value !== drawn.get(one)) found[one.dataset.actor] = Number(one.value);
    else if (one.defaultValue !== one.dataset.before) {
      found[one.dataset.actor] = Number(one.defaultValue);
    }
  }
  return found;
}

function share(value) {
  return percents.format(value) + (document.documentElement.lang === "ja" ? "%" : " %");
}

function sentence(answer) {
  const at = answer.distribution.quantiles;
  const parts = {
    forecast: answer.headline, low: at["0.25"], high: at["0.75"], least: at["0.05"], most: at["0.95"],
  };
  return lead.dataset.sentence.replace(/%\((\w+)\)s/g, (_all, name) => numbers.format(parts[name]));
}

async function show(found) {
  lead.textContent = sentence(found.answer);
  for (const cell of document.querySelectorAll("[data-model]")) {
    const value = found.answer.models[cell.dataset.model];
    cell.textContent = value == null ? "-" : numbers.format(value);
  }
  for (const one of found.actors) {
    for (const cell of document.querySelectorAll("[data-weight]")) {
      if (cell.dataset.weight === one.actor) cell.textContent = share(100 * one.weight);
    }
  }
  await vegaEmbed(moving, found.chart, {
    ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: false,
  });
  moving.hidden = false;
  still.hidden = true;
  clearTimeout(pause);
  pause = setTimeout(() => { said.textContent = lead.textContent; }, QUIET);
}

function cares() {
  return Object.fromEntries(Object.entries(moved("salience")).map(([actor, part]) => [actor, part / 100]));
}

async function ask() {
  if (asking) { again = true; return; }
  asking = true;
  do {
    again = false;
    try {
      const response = await fetch("/v1/bargain/live", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({
          case: form.dataset.case, of: form.dataset.of, issue: form.dataset.issue,
          positions: moved("positions"), salience: cares(), chart: true,
          language: document.documentElement.lang,
        }),
      });
      const found = await response.json();
      problem.hidden = response.ok;
      if (response.ok) await show(found);
      else problem.textContent = `${found.error.message}. ${found.error.hint}`;
    } catch (error) {
      problem.hidden = false;
      problem.textContent = String(error.message);
    }
  } while (again);
  asking = false;
}

function follow(input) {
  const words = input.dataset.kind === "salience" ? share(Number(input.value)) : numbers.format(Number(input.value));
  input.nextElementSibling.value = words;
  input.setAttribute("aria-valuetext", words);
}

form.addEventListener("input", (event) => { follow(event.target); ask(); });

form.addEventListener("change", () => {
  const address = new URL(location.href);
  const changed = { positions: moved("positions"), salience: moved("salience") };
  for (const one of inputs) {
    address.searchParams.delete(one.name);
    const { kind, actor } = one.dataset;
    if (actor in changed[kind]) address.searchParams.set(one.name, changed[kind][actor]);
  }
  for (const name of ["of", "issue"]) address.searchParams.set(name, form.dataset[name]);
  history.replaceState(null, "", address);
});

for (const one of inputs) one.setAttribute("aria-valuetext", one.nextElementSibling.value);

document.getElementById("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) {
    const text = document.getElementById("text");
    text.value = (await file.text()).slice(0, text.maxLength);
  }
});
