/* Reads codes apart from the page, which stays quick: the page sends what the camera saw, and gets back what it says. */
"use strict";

const OPTIONS = { formats: ["QRCode", "Code128"], tryHarder: true, maxNumberOfSymbols: 4 };
let ready = null;

self.addEventListener("message", ({ data }) => {
  if (data.library) {
    importScripts(data.library);
    ready = ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => data.wasm }, fireImmediately: true });
  } else {
    // What goes wrong in here must reach the page as an error, and only what is thrown outside a promise does.
    ready.then(() => ZXingWASM.readBarcodes(data.image, OPTIONS)).then(
      (codes) => self.postMessage(codes.filter((code) => code.isValid).map((code) => code.text)),
      (broken) => setTimeout(() => { throw broken; }),
    );
  }
});
