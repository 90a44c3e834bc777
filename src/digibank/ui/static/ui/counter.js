/* A shared computer: locks itself, follows a scan of another badge, shows nothing of who was here. Loaded there only. */
"use strict";

const BADGE = /DBB[BCDEFGHJKNPRSTVXY]{32}$/; // Of the letters alone, as the server looks.
const ALIVE_EVERY = 15000; // Milliseconds between two words to the server that somebody is here.
const ONE_KEY = 140; // How long the letter L waits, to be sure that it is no scan.

const bar = document.querySelector("[data-counter]");
const others = new BroadcastChannel("counter"); // The other windows of this browser.

function hide() {
  document.querySelector("main").hidden = true;
}

/* Out: by itself, by the key, by a scan, or because another window locked. */

let lastSign = Date.now();
let lastTold = Date.now();
let typed = "";
let waitingKey = 0;

function lock(how) {
  hide();
  const form = bar.querySelector("[data-lock]");
  form.elements.how.value = how;
  HTMLFormElement.prototype.submit.call(form);
}

function switchTo(badge) {
  hide();
  const form = bar.querySelector("[data-switch]");
  form.elements.badge.value = badge;
  HTMLFormElement.prototype.submit.call(form);
}

function followBadge(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  clearTimeout(waitingKey);
  if (event.key === "Enter") {
    const badge = BADGE.exec(typed.toUpperCase().replace(/[^A-Z]/g, ""));
    typed = "";
    if (!badge) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    switchTo(badge[0]);
    return;
  }
  if (event.key.length !== 1) return;
  typed = (typed + event.key).slice(-40);
  const isTyping = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, dialog");
  if (event.key.toLowerCase() === "l" && !isTyping && document.documentElement.dataset.keys !== "off") {
    waitingKey = setTimeout(lock, ONE_KEY, "button");
  }
}

/* Somebody is here: every window knows it, and now and then the server. */

function sign() {
  lastSign = Date.now();
  const warning = bar.querySelector("[data-warning]");
  if (warning.open) warning.close();
  if (lastSign - lastTold < ALIVE_EVERY) return;
  lastTold = lastSign;
  others.postMessage(lastSign);
  const token = bar.querySelector("[name=csrfmiddlewaretoken]").value;
  fetch(bar.dataset.here, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" })
    .then((answer) => { if (answer.status !== 204) location.replace(bar.dataset.screen); })
    .catch(() => {}); // Without a network nothing can be done here either; the screen still locks itself.
}

function watch() {
  const idle = (Date.now() - lastSign) / 1000;
  const left = Math.ceil(bar.dataset.idle - idle);
  const warning = bar.querySelector("[data-warning]");
  if (left <= 0) {
    clearInterval(watching);
    lock("idle");
  } else if (left <= bar.dataset.warn) {
    warning.querySelector("[data-seconds]").textContent = left;
    if (!warning.open) warning.showModal();
  }
}

function heard(event) {
  if (event.data !== "locked") {
    lastSign = Math.max(lastSign, event.data);
    return;
  }
  hide();
  location.replace(bar.dataset.screen);
}

/* The keys of the code screen, for who has no keyboard. */

function onPad(event) {
  const key = event.target.closest("[data-digit]");
  const box = document.querySelector("[data-code]");
  if (!key) return;
  box.value = key.dataset.digit ? (box.value + key.dataset.digit).slice(0, box.maxLength) : box.value.slice(0, -1);
  box.focus();
}

/* The back button leads the next one to addresses of who was here: they hold no words that were searched. */

function forgetSearch() {
  const address = new URL(location.href);
  if (!address.searchParams.has("q")) return;
  address.searchParams.delete("q");
  history.replaceState(null, "", address);
}

let watching = 0;
if (bar) {
  forgetSearch();
  document.addEventListener("keydown", followBadge, true);
  for (const kind of ["keydown", "pointerdown", "wheel"]) document.addEventListener(kind, sign, { passive: true });
  others.addEventListener("message", heard);
  watching = setInterval(watch, 1000);
} else {
  others.postMessage("locked");
}
document.querySelectorAll("[data-pad]").forEach((pad) => {
  pad.hidden = false;
  pad.addEventListener("click", onPad);
});
// The code is asked right after the scan: a badge that was scanned and left waits for nobody.
document.querySelectorAll("[data-leave]").forEach((screen) => {
  setTimeout(() => location.replace(screen.dataset.screen), screen.dataset.leave * 1000);
});
// What the browser kept for the back button may be of somebody else.
window.addEventListener("pageshow", (event) => { if (event.persisted) { hide(); location.reload(); } });
