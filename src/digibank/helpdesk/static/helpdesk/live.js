/* Keeps [data-live] of a page as it is on the server, without a reload: nobody loses the focus by it. And a sound for a
   new number, when somebody switched it on. Without this file the display reloads itself. */
"use strict";

const EVERY = 5000; // Milliseconds.
const parts = [...document.querySelectorAll("[data-live]")];
const away = document.querySelector("[data-away]");
const sound = document.querySelector("[data-sound]");

let voice = null;

/* Two soft tones; only ever after somebody pressed the button. */
function ring() {
  if (!voice) return;
  [659, 880].forEach((pitch, step) => {
    const tone = voice.createOscillator();
    const loudness = voice.createGain();
    const begins = voice.currentTime + step * 0.35;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.2, begins);
    loudness.gain.exponentialRampToValueAtTime(0.001, begins + 0.6);
    tone.connect(loudness).connect(voice.destination);
    tone.start(begins);
    tone.stop(begins + 0.6);
  });
}

function switchSound() {
  if (voice) voice.close();
  voice = voice ? null : new AudioContext();
  sound.setAttribute("aria-pressed", String(Boolean(voice)));
  ring();
}

const numbers = (part) => [...part.querySelectorAll("[data-number]")].map((one) => one.dataset.number);
const leadsTo = (element) => element.closest("form")?.action || element.href;

/* What people see of a part: the hidden words of its forms are new in each answer. */
function seenOf(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("input[type=hidden]").forEach((one) => one.remove());
  return copy.innerHTML;
}

/* Whether somebody is in the middle of something here: an answer to a question, a list to choose from, or an act that is
   on its way. */
function isBusy(part) {
  return Boolean(document.querySelector("dialog[open]") || part.querySelector("[data-sending], details[open]"));
}

function replace(part, fresh) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const held = focused && leadsTo(focused);
  part.replaceChildren(...fresh.childNodes);
  if (!focused) return;
  // The same button in the new row; when it is gone, the part: never the beginning of the page.
  const same = [...part.querySelectorAll("a, button")].find((one) => leadsTo(one) === held);
  (same || part).focus({ preventScroll: true });
}

function show(page) {
  const found = new DOMParser().parseFromString(page, "text/html").querySelectorAll("[data-live]");
  if (found.length !== parts.length) throw new Error("another page");
  parts.forEach((part, place) => {
    const fresh = found[place];
    if (isBusy(part) || seenOf(fresh) === seenOf(part)) return;
    const before = numbers(part);
    const isNew = numbers(fresh).some((number) => !before.includes(number));
    replace(part, fresh);
    if (isNew) ring();
  });
}

/* A page that cannot ask says so. A display shows nothing else then: an old number sends people to the wrong table. */
function tell(isAway) {
  away.hidden = !isAway;
  if (away.dataset.away === "instead") parts.forEach((part) => { part.hidden = isAway; });
}

async function look() {
  if (document.hidden) return;
  try {
    // A shared computer locks itself while nobody is there: this look is nobody's.
    const answer = await fetch(parts[0].dataset.live || location.href, {
      cache: "no-store", headers: { "X-By-Itself": "1" },
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    show(await answer.text());
    tell(false);
  } catch {
    tell(true);
  }
}

if (parts.length) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
if (sound) {
  sound.hidden = false;
  sound.addEventListener("click", switchSound);
}
