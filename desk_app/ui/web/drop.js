"use strict";
// Hands files dropped on the window to the program, and keeps the browser from opening them.
(() => {
  const frame = document.createElement("div");
  frame.id = "drop";
  Object.assign(frame.style, {
    position: "fixed",
    inset: "0",
    border: "4px dashed #1d4ed8",
    borderRadius: "6px",
    pointerEvents: "none",
    zIndex: "2147483647",
    boxSizing: "border-box",
    display: "none",
  });
  let isTaken = false;

  const holdsFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");

  async function ask() {
    try {
      const answer = await fetch("/drop", { cache: "no-store" });
      return answer.ok && (await answer.json()).takes;
    } catch {
      return false;
    }
  }

  function leave() {
    isTaken = false;
    frame.style.display = "none";
  }

  addEventListener("dragenter", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.relatedTarget) return; // from one part of the page to another
    ask().then((takes) => {
      isTaken = takes;
      document.body.append(frame);
      frame.style.display = takes ? "block" : "none";
    });
  }, true);

  addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = isTaken ? "copy" : "none";
  }, true);

  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) leave();
  }, true);

  addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const files = Array.from(event.dataTransfer.files); // gone once this handler has waited
    leave();
    if (!files.length || !(await ask())) return;
    const told = JSON.stringify(files.map((file) => [file.name, file.size]));
    const whole = files.reduce((sum, file) => sum + file.size, 0);
    const body = whole > 100_000_000 ? "" : new Blob(files); // too much: told, not sent
    try {
      await fetch(`/drop?files=${encodeURIComponent(told)}`, { method: "POST", body });
    } catch {
      // a folder, or a file that went away: nothing was dropped
    }
  }, true);
})();
