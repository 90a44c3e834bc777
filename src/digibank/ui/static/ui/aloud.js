/* Reads a page aloud where the browser has a voice for its language. Without this file the button stays away.
   [data-to-say] holds the words, [data-say] in it one piece each: long pieces stall in some browsers, so sentences follow
   one another. With data-local on the button only voices of the machine itself speak: others send the words away. */
"use strict";

const button = document.querySelector("[data-aloud]");
const words = document.querySelector("[data-to-say]");

function voiceOf(language) {
  const local = "local" in button.dataset;
  const fits = (voice) => voice.lang.toLowerCase().startsWith(language) && (!local || voice.localService);
  return speechSynthesis.getVoices().find(fits);
}

function offer() {
  button.hidden = !voiceOf(document.documentElement.lang.slice(0, 2).toLowerCase());
}

function pieces() {
  const marked = [...words.querySelectorAll("[data-say]")];
  return (marked.length ? marked : [words]).map((piece) => piece.textContent.replace(/\s+/g, " ").trim());
}

/* Pressed again while it speaks, it stops. */
function say() {
  const speaks = speechSynthesis.speaking;
  speechSynthesis.cancel();
  if (speaks) return;
  const language = document.documentElement.lang;
  for (const piece of pieces()) {
    const sentence = new SpeechSynthesisUtterance(piece);
    sentence.lang = language;
    sentence.voice = voiceOf(language.slice(0, 2).toLowerCase()) || null;
    speechSynthesis.speak(sentence);
  }
}

if (button && words && "speechSynthesis" in window) {
  offer();
  speechSynthesis.addEventListener("voiceschanged", offer);
  button.addEventListener("click", say);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
