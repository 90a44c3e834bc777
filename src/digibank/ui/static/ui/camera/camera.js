/* The camera as a scanner: it reads the square or the bars of a label and types what they say, as a hand scanner does. */

const SAME_READS = 2; // A code counts when it is read so many times in a row: bars at a slant can be misread once.
const LONGEST_SIDE = 1280; // Pixels that the reader gets; more makes it slow and not better.
const FOUND = 60; // Milliseconds that the phone trembles.

/* Show what the camera sees; the first code that is sure stands in `box`, and its form is sent. */
export async function scanInto(box, dialog) {
  const video = dialog.querySelector("video");
  const said = dialog.querySelector("[data-said]");
  said.textContent = dialog.dataset.looking;
  dialog.showModal();
  let stream = null;
  let reader = null;

  function stop() {
    reader?.terminate();
    stream?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    document.removeEventListener("visibilitychange", closeUnseen);
    window.removeEventListener("pagehide", close);
  }

  function close() {
    dialog.close();
  }

  function closeUnseen() {
    if (document.hidden) close();
  }

  dialog.addEventListener("close", stop, { once: true });
  document.addEventListener("visibilitychange", closeUnseen);
  window.addEventListener("pagehide", close);
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
    if (!dialog.open) return stop();
    video.srcObject = stream;
    await video.play();
  } catch (refusal) {
    said.textContent = dialog.dataset[refusal.name === "NotAllowedError" ? "blocked" : "busy"];
    return undefined;
  }
  offerLight(dialog.querySelector("[data-light]"), stream.getVideoTracks()[0]);
  reader = new Worker(dialog.dataset.reader);
  const code = await firstSure(reader, video, dialog, said);
  if (!code) return undefined;
  navigator.vibrate?.(FOUND);
  close();
  box.value = code;
  box.form.requestSubmit();
  return undefined;
}

/* The first code that is read twice in a row; nothing when the window is closed before, or the reader breaks. */
function firstSure(reader, video, dialog, said) {
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  let last = "";
  let reads = 0;

  function look() {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    reader.postMessage({ image: drawing.getImageData(0, 0, canvas.width, canvas.height) });
  }

  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(""), { once: true });
    reader.addEventListener("error", () => {
      said.textContent = dialog.dataset.broken;
      resolve("");
    });
    reader.addEventListener("message", ({ data: texts }) => {
      const different = [...new Set(texts)];
      if (different.length === 1) {
        reads = different[0] === last ? reads + 1 : 1;
        last = different[0];
        if (reads >= SAME_READS) return resolve(last);
      }
      said.textContent = dialog.dataset[different.length > 1 ? "several" : "looking"];
      return requestAnimationFrame(look);
    });
    reader.postMessage({ library: dialog.dataset.library, wasm: dialog.dataset.wasm });
    look();
  });
}

/* Phones with a lamp beside the camera get a button for it. */
function offerLight(button, track) {
  button.hidden = !track.getCapabilities?.().torch;
  button.setAttribute("aria-pressed", "false");
  button.onclick = async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    await track.applyConstraints({ advanced: [{ torch: on }] });
    button.setAttribute("aria-pressed", String(on));
  };
}
