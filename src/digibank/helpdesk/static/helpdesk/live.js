/* Keeps [data-live] of a page as it is on the server, without a reload; and a sound for a new number, when somebody
   switched it on. Without this file the display reloads itself. */
"use strict";

const EVERY = 5000; // Milliseconds.
const live = document.querySelector("[data-live]");
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

function show(page) {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-live]");
  if (!fresh || fresh.innerHTML === live.innerHTML) return;
  const before = numbers(live);
  const isNew = numbers(fresh).some((number) => !before.includes(number));
  live.replaceChildren(...fresh.childNodes);
  if (isNew) ring();
}

/* A screen that cannot ask says so: an old number would send somebody to the wrong table. */
async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.text());
    away.hidden = true;
    live.hidden = false;
  } catch {
    away.hidden = false;
    live.hidden = true;
  }
}

if (live) setInterval(look, EVERY);
if (sound) {
  sound.hidden = false;
  sound.addEventListener("click", switchSound);
}
