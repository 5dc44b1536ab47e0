// Sliders of the pledge lab: one question at a time, the newest position next, pictures updated.
const form = document.getElementById("sliders");
const lab = document.getElementById("lab");
const problem = document.getElementById("problem");
const compared = document.getElementById("compared");
const language = document.documentElement.lang;
const QUIET = 250;
const PATIENCE = 20000;

const inputs = [...form.querySelectorAll("[data-path]")];
const starts = new Map(inputs.map((one) => [one, one.value]));
const views = new Map();
const answers = { a: null, b: null };
let asking = false;
let moved = 0;
let drawn = 0;
let pause = 0;
let since = 0;

const fresh = (signed) => new Map(
  [0, 1, 2].map((d) => [d, new Intl.NumberFormat(language, {
    minimumFractionDigits: d, maximumFractionDigits: d, useGrouping: true,
    signDisplay: signed ? "exceptZero" : "auto",
  })]),
);
const plain = fresh(false);
const signs = fresh(true);

function at(answer, path) {
  return path.split("/").reduce((part, key) => part?.[key], answer) ?? null;
}

// What is set ---------------------------------------------------------------------------------

function value(input) {
  if (input.tagName === "SELECT") return input.value;
  if (input.value.trim() === "") return input.hasAttribute("data-blank") ? null : undefined;
  const scale = Number(input.dataset.scale || 1);
  return scale === 1 ? Number(input.value) : Number(input.value) / scale;
}

function changes() {
  const found = {};
  let paid = false;
  for (const input of inputs) {
    const set = value(input);
    if (set === undefined) continue;
    const pays = input.dataset.path.startsWith("financing.");
    if (input.value !== input.dataset.base) found[input.dataset.path] = set;
    paid ||= pays && input.value !== input.dataset.base;
  }
  if (paid) {
    for (const input of inputs) {
      if (input.dataset.path.startsWith("financing.")) found[input.dataset.path] = value(input);
    }
  }
  const by = found[form.dataset.by];
  if (by > Number(form.dataset.end)) found.end = by;
  return found;
}

function fill(range) {
  const input = document.getElementById(range.dataset.for);
  range.value = input.value === "" ? range.max : input.value;
}

function shareOut(moving) {
  const tax = document.getElementById("c-tax");
  const other = document.getElementById("c-other");
  if (!tax || !other) return;
  const rest = moving === other ? tax : other;
  const most = 100 - Number(moving === other ? other.value : tax.value);
  if (Number(rest.value) > most) {
    rest.value = Math.max(0, most);
    fill(form.querySelector(`[data-for="${rest.id}"]`));
  }
  const left = 100 - Number(tax.value) - Number(other.value);
  document.getElementById("rest").textContent = plain.get(0).format(left);
}

// Asking --------------------------------------------------------------------------------------

async function ask(body) {
  const answer = await fetch("/v1/live", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ language, ...body }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error ? told.error.message : answer.statusText);
  return told;
}

function now(more = {}) {
  return ask({ scenario: form.dataset.scenario, shown: form.dataset.shown, changes: changes(), ...more });
}

function soon(event) {
  moved += 1;
  since = event?.timeStamp ?? performance.now();
  clearTimeout(pause);
  if (!asking) requestAnimationFrame(follow);
}

async function follow() {
  if (asking) return;
  asking = true;
  try {
    while (drawn !== moved) {
      const [turn, begun] = [moved, since];
      try {
        answers.b = await now();
        problem.hidden = true;
        await show("b");
        form.dispatchEvent(new CustomEvent("drawn", { detail: { begun, turn } }));
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
      drawn = turn;
    }
  } finally {
    asking = false;
  }
  pause = setTimeout(settle, QUIET);
}

// When nothing moves any more: the words, the link, and a sentence for who listens.
async function settle() {
  const turn = moved;
  let told;
  try {
    told = await now({ explained: true });
  } catch {
    return;
  }
  if (turn !== moved) return;
  const list = document.getElementById("explained");
  list.replaceChildren(...told.explained.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    if (document.documentElement.lang === "ja" && !/[\u3040-\u9fff]/.test(sentence)) item.lang = "en";
    return item;
  }));
  for (const one of document.querySelectorAll("[data-follow]")) {
    const text = one.dataset.follow + told.link;
    if (one.tagName === "INPUT") one.value = text;
    else one.href = text + (one.id === "link" && compared.dataset.link ? `&a=${compared.dataset.link}` : "");
  }
  const tiles = [...lab.querySelectorAll(".tiles div")].map((one) => one.innerText.replace(/\s+/g, " "));
  document.getElementById("said").textContent = tiles.slice(0, 4).join("; ");
  form.dispatchEvent(new CustomEvent("settled"));
}

// Showing -------------------------------------------------------------------------------------

function write(element, number) {
  const known = typeof number === "number";
  const formats = element.dataset.side === "change" ? signs : plain;
  const text = known && element.dataset.money ? money(number, element, formats) : known ? formats.get(Number(element.dataset.d)).format(number * Number(element.dataset.k)) : "-";
  if (element.textContent !== text) element.textContent = text;
}

// An amount in billions: "EUR 40.5 bn", or in Japanese 億 and from ten thousand of them on 兆.
function money(number, element, formats) {
  const name = element.dataset.money;
  if (language !== "ja") return `${name} ${formats.get(1).format(number)} bn`;
  const size = Math.abs(10 * number);
  const digits = size >= 100 || Number.isInteger(size) ? 0 : size >= 1 ? 1 : 2;
  const whole = Number(size.toFixed(digits));
  const sign = number < 0 ? "-" : formats === signs && number > 0 ? "+" : "";
  if (whole < 10000) return `${sign}${plain.get(digits).format(whole)}億${name}`;
  const rest = whole % 10000;
  return `${sign}${plain.get(0).format((whole - rest) / 10000)}兆${rest ? `${plain.get(0).format(rest)}億` : ""}${name}`;
}

function numbers() {
  for (const one of lab.querySelectorAll("[data-n]")) {
    const { n, side } = one.dataset;
    if (side !== "change") {
      if (answers[side]) write(one, at(answers[side], n));
    } else if (answers.a && answers.b) {
      const [a, b] = [at(answers.a, n), at(answers.b, n)];
      write(one, a === null || b === null ? null : b - a);
    }
  }
  for (const row of lab.querySelectorAll("[data-measure]")) {
    row.hidden = at(answers.b, `result/equivalents/given/${row.dataset.measure}`) === null;
  }
}

function scale(name) {
  const both = ["a", "b"].map((side) => answers[side]?.pictures[name]).filter(Boolean);
  return [Math.min(...both.map((one) => one.low)), Math.max(...both.map((one) => one.high))];
}

async function show(side) {
  numbers();
  const work = [];
  for (const [name, picture] of Object.entries(answers[side].pictures)) {
    const [low, high] = scale(name);
    for (const one of ["a", "b"]) {
      const view = views.get(`${one}/${name}`);
      if (!view) continue;
      if (one === side) {
        view.data("bands", picture.tables.bands).data("lines", picture.tables.lines);
      }
      work.push(view.signal("low", low).signal("high", high).runAsync());
    }
  }
  await Promise.all(work);
}

async function draw(side) {
  for (const figure of lab.querySelectorAll("[data-picture]")) {
    const name = figure.dataset.picture;
    const place = figure.querySelector(`.live[data-side="${side}"]`);
    const picture = answers[side].pictures[name];
    place.hidden = !picture;
    views.get(`${side}/${name}`)?.finalize();
    views.delete(`${side}/${name}`);
    if (!picture) continue;
    place.dataset.mark = answers.a ? side.toUpperCase() : "";
    const made = await vegaEmbed(place, picture.chart, {
      ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: false,
    });
    views.set(`${side}/${name}`, made.view);
  }
  await show(side);
}

// A beside B ----------------------------------------------------------------------------------

async function pin(scenario, shown, link, moves) {
  answers.a = await ask({ scenario, shown, changes: moves, charts: true });
  Object.assign(compared.dataset, { scenario, shown, link });
  compared.hidden = false;
  lab.classList.add("paired");
  for (const one of lab.querySelectorAll('.live[data-side="b"]')) one.dataset.mark = "B";
  await draw("a");
}

document.getElementById("pin").addEventListener("click", async () => {
  const link = new URL(document.getElementById("link").href).searchParams.get("s");
  await pin(form.dataset.scenario, form.dataset.shown, link, changes());
  settle();
});

document.getElementById("unpin").addEventListener("click", () => {
  answers.a = null;
  compared.hidden = true;
  lab.classList.remove("paired");
  compared.dataset.link = "";
  for (const one of lab.querySelectorAll(".live")) {
    one.dataset.mark = "";
    if (one.dataset.side === "a") one.hidden = true;
  }
  show("b");
  settle();
});

// The page ------------------------------------------------------------------------------------

for (const range of form.querySelectorAll("input[type=range]")) {
  const input = document.getElementById(range.dataset.for);
  range.hidden = false;
  range.addEventListener("input", (event) => {
    const most = range.value === range.max && input.hasAttribute("data-blank");
    input.value = most ? "" : range.value;
    shareOut(input);
    soon(event);
  });
  input.addEventListener("input", (event) => {
    if (!input.validity.valid) return;
    fill(range);
    shareOut(input);
    soon(event);
  });
}
for (const select of form.querySelectorAll("select")) select.addEventListener("change", soon);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  soon();
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const [input, start] of starts) input.value = start;
  form.querySelectorAll("input[type=range]").forEach(fill);
  shareOut(document.getElementById("c-tax"));
  soon();
});
for (const id of ["pin", "reset"]) document.getElementById(id).hidden = false;
for (const id of ["scenario", "who", "pledge"]) {
  document.getElementById(id)?.addEventListener("change", (event) => event.target.form.requestSubmit());
}
const copy = document.getElementById("copy");
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(document.getElementById("link").href);
  document.getElementById("said").textContent = copy.dataset.done;
});

document.getElementById("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  const text = document.getElementById("text");
  if (file) text.value = (await file.text()).slice(0, text.maxLength);
});

answers.b = await now({ charts: true });
await draw("b");
if (compared.dataset.scenario) {
  await pin(compared.dataset.scenario, compared.dataset.shown, compared.dataset.link, {});
}
lab.dataset.ready = "";
