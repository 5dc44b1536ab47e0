// What every page has: answers are said to screen readers, and a refusal is shown where asked.
const said = document.getElementById("said");

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers.Accept = "text/html";
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const answer = document.getElementById("answer");
  const told = answer?.querySelector("[data-said], .lead, .refusal p");
  if (event.detail.target.id === "answer" && told) said.textContent = told.textContent.trim();
});

for (const button of document.querySelectorAll("[data-scripted]")) button.hidden = false;
