/* The pad: what is drawn on it goes along as numbers, [[x, y, x, y, …], …]. One stroke is one pointer that went down. */
"use strict";

const MOST_STROKES = 200;
const MOST_NUMBERS = 9000; // Fewer than the server takes, so that a long name is cut short rather than refused.
const LEAST_STEP = 4; // Units of the pad between two points: closer ones show nothing.
const SVG = "http://www.w3.org/2000/svg";

const pad = document.querySelector("[data-pad]");
const field = document.querySelector("[data-strokes]");
const erase = document.querySelector("[data-erase]");
const { width: WIDTH, height: HEIGHT } = pad.viewBox.baseVal;

let strokes = [];
let current = null; // The stroke that is being drawn: its numbers, its line and its pointer.

/* The pad keeps its own measure, however large it is shown and whichever way the screen is held. */
function placeOf(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(pad.getScreenCTM().inverse());
  const within = (number, most) => Math.min(most, Math.max(0, Math.round(number)));
  return [within(point.x, WIDTH), within(point.y, HEIGHT)];
}

function lineFor(numbers) {
  const line = document.createElementNS(SVG, "polyline");
  show(line, numbers);
  pad.append(line);
  return line;
}

function show(line, numbers) {
  // A dot is a line that comes back to where it began.
  line.setAttribute("points", (numbers.length === 2 ? [...numbers, ...numbers] : numbers).join(" "));
}

function isFull() {
  return strokes.length >= MOST_STROKES || strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= MOST_NUMBERS;
}

function write() {
  field.value = strokes.length ? JSON.stringify(strokes) : "";
}

function begin(event) {
  if (!event.isPrimary || event.button !== 0 || isFull()) return;
  event.preventDefault();
  pad.setPointerCapture(event.pointerId);
  const numbers = placeOf(event);
  strokes.push(numbers);
  current = { numbers, line: lineFor(numbers), pointer: event.pointerId };
  write();
}

function draw(event) {
  if (!current || event.pointerId !== current.pointer) return;
  const seen = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
  for (const one of seen.length ? seen : [event]) {
    const [x, y] = placeOf(one);
    const [lastX, lastY] = current.numbers.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) >= LEAST_STEP && !isFull()) current.numbers.push(x, y);
  }
  show(current.line, current.numbers);
}

function end(event) {
  if (!current || event.pointerId !== current.pointer) return;
  current = null;
  write();
}

function wipe() {
  strokes = [];
  current = null;
  pad.replaceChildren();
  write();
}

/* A page that came back, or that the browser kept, shows again what was drawn. */
function readBack() {
  try {
    strokes = JSON.parse(field.value || "[]");
    pad.replaceChildren();
    strokes.forEach(lineFor);
  } catch {
    wipe();
  }
}

pad.addEventListener("pointerdown", begin);
pad.addEventListener("pointermove", draw);
pad.addEventListener("pointerup", end);
pad.addEventListener("pointercancel", end);
erase.addEventListener("click", wipe);
field.form.addEventListener("submit", write);
window.addEventListener("pageshow", readBack);
document.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
document.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
