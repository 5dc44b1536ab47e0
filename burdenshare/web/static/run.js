// Follows a run as it goes, and shows the page anew when it has ended.
const events = new EventSource(document.getElementById("state").dataset.events);
const progress = document.getElementById("progress");
const what = document.getElementById("what");

events.addEventListener("progress", (event) => {
  const told = JSON.parse(event.data);
  progress.max = told.of || 1;
  progress.value = told.done;
  what.textContent = told.what;
});
events.addEventListener("end", () => {
  events.close();
  location.reload();
});
