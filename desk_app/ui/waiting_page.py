"""The page, style and script of the waiting room's screen."""

from __future__ import annotations

SCRIPT = """
let shown = "";
const board = document.querySelector("main");
async function look() {
  try {
    const answer = await fetch("/waiting/now", { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (text !== shown) { board.innerHTML = text; shown = text; }
    document.body.className = "";
  } catch { document.body.className = "lost"; }
  setTimeout(look, 2000);
}
async function vote(button) {
  try {
    await fetch("/waiting/vote/" + button.dataset.vote, { method: "POST" });
  } catch { document.body.className = "lost"; }
}
board.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-vote]");
  if (button) vote(button);
});
document.addEventListener("keydown", (event) => {
  const buttons = board.querySelectorAll("button[data-vote]");
  const button = buttons[Number(event.key) - 1];
  if (button) vote(button);
});
look();
"""

STYLE = """
* { box-sizing: border-box; margin: 0; padding: 0; }
html, body { height: 100%; background: #0b2d3a; color: #fff; cursor: none; overflow: hidden;
  font-family: "IBM Plex Sans", "Segoe UI", "Noto Sans", Roboto, Arial, sans-serif; }
main { height: 100%; display: flex; flex-direction: column; padding: 2.4vh 3vw; gap: 1.6vh; }
h1 { font-size: 4.4vh; font-weight: 600; color: #cfe6ee; }
h2 { font-size: 6vh; font-weight: 600; }
h1, h2 { text-align: center; }
ul { list-style: none; display: flex; }
.called { flex: 1; flex-wrap: wrap; gap: 2vw; align-content: center; justify-content: center; }
.called li { background: #123f50; border-radius: 1.6vh; padding: 1vh 4vw; text-align: center;
  min-width: 27vw; }
.called b { display: block; font-size: 17vh; line-height: 1.05;
  font-variant-numeric: tabular-nums; }
.called span { font-size: 6vh; color: #cfe6ee; }
.called .last { background: #ffd34d; color: #1d1600; }
.called .last span { color: #1d1600; }
.called .last b { font-size: 27vh; animation: call 1s ease-in-out 6; }
.called:not(:has(li:nth-child(2))) .last { min-width: 46vw; }
.asked { flex: 1; flex-wrap: wrap; gap: 2vw; align-content: center; justify-content: center; }
.asked button { font: inherit; font-size: 3.4vh; color: #fff; background: #123f50; border: 0;
  border-radius: 1.6vh; padding: 3vh 1.4vw; width: 16vw; min-height: 34vh; cursor: pointer;
  display: flex; flex-direction: column; gap: 2vh; align-items: center; justify-content: center; }
.asked button:focus-visible { outline: .6vh solid #ffd34d; }
.face { width: 16vh; fill: #ffd34d; }
.face-1, .face-2 { fill: #ff9d7a; }
.face-4, .face-5 { fill: #8fdc9a; }
.face .ink { fill: #1d1600; }
.face .mouth { fill: none; stroke: #1d1600; stroke-width: 2.6; stroke-linecap: round; }
body:has(.asked) { cursor: default; }
.next { gap: 1.6vw; font-size: 5vh; color: #cfe6ee; min-height: 6vh; overflow: hidden;
  justify-content: center; font-variant-numeric: tabular-nums; }
.mark { background: #ffd34d; color: #1d1600; font-size: 4vh; font-weight: 600; text-align: center;
  padding: .6vh; border-radius: .8vh; }
footer { font-size: 4vh; color: #cfe6ee; text-align: center; }
.lost { display: none; }
body.lost .called, body.lost .next, body.lost footer { opacity: .25; }
body.lost .lost { display: block; font-size: 5vh; text-align: center; color: #ffd34d; }
@keyframes call { 50% { opacity: .35; } }
@media (prefers-reduced-motion: reduce) { .called .last b { animation: none; } }
"""


def page() -> str:
    """The frame; the script fills it."""
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Quầy Một Cửa</title>'
        '<link rel="stylesheet" href="/waiting/look.css"></head>'
        '<body><main></main><script src="/waiting/look.js"></script></body></html>'
    )
