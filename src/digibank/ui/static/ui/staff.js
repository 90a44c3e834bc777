/* Small comforts of staff pages. Everything works without this file. */
"use strict";

const SCAN_GAP = 60; // Milliseconds between the characters of a hand scanner; people type slower.
const KEY_WAIT = 140; // How long a single digit waits, to be sure that no scan follows it.
const TWICE = 2000; // A form sent again within this time is a double click.

const root = document.documentElement;
const search = document.querySelector("[data-search]");
const scans = document.querySelector("[data-scan]") || search; // Where a scan from anywhere lands.

function isTyping(element) {
  return Boolean(element && element.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog, [contenteditable]"));
}

/* Keys: / goes to the search, Esc empties it, 1 to 9 are the acts; a scan without focus lands in the search. */

let scanned = "";
let scannedAt = 0;
let waiting = 0;

function pressAct(digit) {
  if (root.dataset.keys === "off") return;
  const act = document.querySelector(`[data-key="${digit}"]`);
  if (act) act.click();
}

function receive(key, moment) {
  scanned = moment - scannedAt < SCAN_GAP ? scanned + key : key;
  scannedAt = moment;
  clearTimeout(waiting);
  if (scanned.length === 1) {
    if (/^[1-9]$/.test(key)) waiting = setTimeout(pressAct, KEY_WAIT, key);
    return;
  }
  if (scans) {
    scans.focus();
    scans.value = scanned;
    scanned = "";
  }
}

function endsScan(event) {
  return event.key === "Enter" && scanned.length > 1 && event.timeStamp - scannedAt < SCAN_GAP;
}

function digitOf(event) {
  // On a Belgian keyboard the row of digits gives signs without Shift; the place of the key says which digit is meant.
  const place = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  return place ? place[1] : event.key;
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (event.key === "Escape" && [search, scans].includes(event.target)) {
    event.target.value = "";
    return;
  }
  if (isTyping(event.target)) return;
  const box = search || scans;
  if (event.key === "/" && box && root.dataset.keys !== "off") {
    event.preventDefault();
    box.focus();
    box.select();
    return;
  }
  // Where nothing is scanned, the Enter of a scanner must not press what happens to have the focus.
  if (endsScan(event)) event.preventDefault();
  if (event.key.length !== 1 || event.key === " ") return;
  const before = document.activeElement;
  receive(event.shiftKey ? event.key : digitOf(event), event.timeStamp);
  // The character is already in the box: the browser must not type it there once more.
  if (document.activeElement !== before) event.preventDefault();
}

/* Forms: asked once before what cannot be undone, and a double click is one send. Never locked for good. */

const sentAt = new WeakMap();
const agreed = new WeakSet();

function ask(form, submitter) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-sentence]").textContent = form.dataset.confirm;
  if (form.dataset.confirmAct) dialog.querySelector("[data-act]").textContent = form.dataset.confirmAct;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    agreed.add(form);
    form.requestSubmit(submitter);
  }, { once: true });
  dialog.showModal();
}

function onSubmit(event) {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.confirm && !agreed.delete(form)) {
    event.preventDefault();
    ask(form, event.submitter);
    return;
  }
  if (form.method !== "post") return;
  const now = Date.now();
  if (now - (sentAt.get(form) || 0) < TWICE) {
    event.preventDefault();
    return;
  }
  sentAt.set(form, now);
  form.setAttribute("data-sending", "");
  setTimeout(() => form.removeAttribute("data-sending"), TWICE);
}

function onReturn() {
  document.querySelectorAll("[data-sending]").forEach((form) => form.removeAttribute("data-sending"));
}

/* A chosen file: its name and size, before it is sent. */

function sizeInWords(bytes) {
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${size.toLocaleString(root.lang, { maximumFractionDigits: 1 })} ${unit}`;
}

function onChoose(event) {
  const words = event.target.closest(".upload")?.querySelector("[data-chosen]");
  if (!words) return;
  words.textContent = [...event.target.files].map((file) => `${file.name}, ${sizeInWords(file.size)}`).join(" · ");
}

/* The look: at once, so that nothing typed on the page is lost. */

function onLook(event) {
  const choice = event.submitter;
  if (!choice || !event.target.matches("[data-look]")) return;
  event.preventDefault();
  const cookie = choice.name === "theme" ? "look" : "keys";
  document.cookie = `${cookie}=${choice.value}; path=/; max-age=31536000; samesite=lax`;
  if (choice.name === "theme") {
    if (choice.value === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice.value;
    event.target.querySelectorAll("[name=theme]").forEach((one) => one.setAttribute("aria-pressed", one === choice));
    return;
  }
  const isOff = choice.value === "off";
  if (isOff) root.dataset.keys = "off";
  else delete root.dataset.keys;
  choice.setAttribute("aria-pressed", !isOff);
  choice.value = isOff ? "on" : "off";
}

/* A paper that was made just now is printed at once, and not again when the page is reloaded. */

function printNow(link) {
  history.replaceState(null, "", location.pathname);
  const frame = document.createElement("iframe");
  frame.className = "unseen";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => {
    frame.contentWindow.print();
    frame.blur();
    window.focus(); // The next key is for the page, not for the paper.
  }, { once: true });
  frame.src = link.href;
  document.body.append(frame);
}

/* The camera: beside each box where a scan may land, when there is one. What it needs is fetched when it is pressed. */

async function offerCamera(dialog) {
  const machines = await navigator.mediaDevices.enumerateDevices();
  if (!machines.some((machine) => machine.kind === "videoinput")) return;
  document.querySelectorAll("[data-search], [data-scan]").forEach((box) => {
    const button = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
    button.addEventListener("click", async () => (await import(dialog.dataset.script)).scanInto(box, dialog));
    box.after(button);
  });
}

const camera = document.getElementById("camera");
if (camera && navigator.mediaDevices && scans) offerCamera(camera);

document.querySelectorAll("[data-print-now]").forEach(printNow);
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onLook);
document.addEventListener("submit", onSubmit);
document.addEventListener("change", onChoose);
window.addEventListener("pageshow", onReturn);
