/* Scans follow each other faster than a page loads: they wait in a row, and the box stays free. Without this file
   each scan is one page. */
"use strict";

const form = document.querySelector("[data-scanning]");
const row = [];
let sending = false;

function box() {
  return form.querySelector("[data-scan]");
}

function say(words) {
  const status = document.querySelector("[data-scans] [role=status]");
  if (status) status.textContent = words;
}

function freshKey() {
  // Each scan is one act, also when the connection breaks off and it is sent again.
  return crypto.randomUUID();
}

async function send(typed) {
  const answer = await fetch(form.action, { method: "POST", body: typed, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelectorAll("[data-scans]");
  if (!fresh.length) {
    // Logged out meanwhile, or it was the last one: the page that came says what.
    location.assign(answer.url);
    return;
  }
  document.querySelectorAll("[data-scans]").forEach((old, place) => old.replaceWith(fresh[place]));
  const wrong = page.querySelector("[data-scanning] .error");
  if (wrong) say(wrong.textContent.trim());
}

async function work() {
  if (sending) return;
  sending = true;
  form.setAttribute("aria-busy", "true");
  while (row.length) {
    const typed = row[0];
    try {
      await send(typed);
      row.shift();
    } catch {
      // What could not be sent stands in the box again, and nothing after it is lost.
      row.shift();
      box().value = typed.get("scan");
      say(form.dataset.unsent);
      break;
    }
  }
  form.removeAttribute("aria-busy");
  sending = false;
}

if (form && window.crypto && crypto.randomUUID) {
  form.addEventListener("submit", (event) => {
    if (!box().value.trim()) return;
    event.preventDefault();
    const typed = new FormData(form);
    typed.set("once", freshKey());
    row.push(typed);
    box().value = "";
    box().focus();
    work();
  });
}
