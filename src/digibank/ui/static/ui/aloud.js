/* Reads a page aloud where the browser has a voice for its language. Without this file the button stays away. */
"use strict";

const button = document.querySelector("[data-aloud]");
const words = document.querySelector("[data-to-say]");

function voiceOf(language) {
  return speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language));
}

function offer() {
  button.hidden = !voiceOf(document.documentElement.lang.slice(0, 2).toLowerCase());
}

function say() {
  const language = document.documentElement.lang;
  const sentence = new SpeechSynthesisUtterance(words.textContent.replace(/\s+/g, " ").trim());
  sentence.lang = language;
  sentence.voice = voiceOf(language.slice(0, 2).toLowerCase()) || null;
  speechSynthesis.cancel();
  speechSynthesis.speak(sentence);
}

if (button && words && "speechSynthesis" in window) {
  offer();
  speechSynthesis.addEventListener("voiceschanged", offer);
  button.addEventListener("click", say);
}
