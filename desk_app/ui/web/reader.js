"use strict";
// Lets a screen reader in, from the first moment of a page that one was let into before.
//
// Flutter decides with the first cursor whether letters go through the tree that a screen reader
// sees or beside it, and never decides again. Our cursor stands in a field at once. So a page that
// somebody opens to a screen reader is loaded anew and opens itself before anything is shown; the
// work goes on where it was.
(() => {
  const NOTE = "reader";

  function meet(door) {
    if (localStorage.getItem(NOTE)) {
      door.click();
      return;
    }
    door.addEventListener("click", () => {
      localStorage.setItem(NOTE, "on");
      location.reload();
    });
  }

  function look() {
    const door = document.querySelector("flt-semantics-placeholder");
    if (!door) return;
    watch.disconnect();
    meet(door);
  }

  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true });
  look();
})();
