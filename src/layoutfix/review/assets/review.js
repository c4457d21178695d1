// A text under review: what the keys and the mouse do, and how the page begins.
import { act, ask, attempt, change, look, open } from "./ask.js";
import { choose, cut, judge, letGo, link, moveTo, nameKind, nudge, put, setBreak, take, takeRival } from "./deeds.js";
import { letDrag } from "./drag.js";
import { $ } from "./draw.js";
import { KINDS, before, byStart, copy, left, now, readOnly, right, selection, sheets } from "./now.js";
import { zoomSheets } from "./sheet.js";
import { drawWords, goTo, mark, redraw, show, showSheets, step, tell, trouble } from "./show.js";
import { sayVerdict } from "./verdict.js";
import { say, speak, spoken } from "./words.js";

const POLL_MS = 4000;

// ---- keys, mouse -----------------------------------------------------------------------------

const KEYS = {
  n: () => look(now.current + 1), p: () => look(now.current < 0 ? -1 : now.current - 1),
  y: () => judge("accept"), Enter: () => (now.linked === null ? judge("accept") : choose(byStart(now.focus))), d: () => judge("part"),
  x: take, v: put, f: link, Escape: letGo,
  s: () => setBreak(true), j: () => setBreak(false),
  c: () => cut(now.focus === null ? null : byStart(now.focus)),
  m: () => now.focus !== null && act({ do: "join", piece: byStart(now.focus) }),
  u: () => change("undo"), U: () => change("redo"), r: () => $("running").click(), "?": () => $("help-dialog").showModal(),
  g: toggleSheets, "+": () => zoomSheets(sheets.pane, 1), "-": () => zoomSheets(sheets.pane, -1),
  "[": () => $("previous").click(), "]": () => $("next").click(),
  ArrowDown: (e) => (e.altKey ? nudge(1) : step(1, e.shiftKey)), ArrowUp: (e) => (e.altKey ? nudge(-1) : step(-1, e.shiftKey)),
  Home: () => step(-Infinity), End: () => step(Infinity), PageDown: (e) => step(12, e.shiftKey), PageUp: (e) => step(-12, e.shiftKey),
};
const LIST_KEYS = new Set(["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp", "Enter"]);

document.addEventListener("keydown", (event) => {
  if (!now.state || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey) {
    const known = { s: () => change("save"), z: () => change(event.shiftKey ? "redo" : "undo"), y: () => change("redo") };
    const run = known[event.key.toLowerCase()];
    if (run) { event.preventDefault(); run(); }
    return;
  }
  const inList = right.pane.contains(event.target) || event.target === document.body;
  if (LIST_KEYS.has(event.key) && !inList) return;
  const digit = /^[1-9]$/.test(event.key) && $("joint").querySelector(`[data-digit="${event.key}"]`);
  const run = digit ? () => takeRival(digit) : KINDS[event.key] ? () => nameKind(KINDS[event.key]) : KEYS[event.key];
  if (!run) return;
  event.preventDefault();
  run(event);
});

right.pane.addEventListener("click", (event) => {
  const line = event.target.closest(".line");
  const label = event.target.closest(".label");
  if (line) {
    choose(Number(line.dataset.piece), event.shiftKey);
  } else if (label) {
    const { pieces } = now.state.paragraphs[Number(label.parentElement.dataset.paragraph)];
    goTo(pieces[0]);
    goTo(pieces[pieces.length - 1], { extend: true });
  }
});

right.pane.addEventListener("dblclick", (event) => {
  const line = event.target.closest(".line");
  if (line) cut(Number(line.dataset.piece), caretAt(event, line));
});

left.pane.addEventListener("click", (event) => {
  const piece = event.target.closest(".piece");
  if (piece) choose(Number(piece.dataset.piece), false, false);
});

left.pane.addEventListener("dblclick", (event) => {
  const piece = event.target.closest(".piece");
  if (piece) cut(Number(piece.dataset.piece), caretAt(event, piece));
});

sheets.pane.addEventListener("click", (event) => {
  const box = event.target.closest("[data-piece]");
  if (box) choose(Number(box.dataset.piece), event.shiftKey, false);
});

sheets.pane.addEventListener("dblclick", (event) => {
  const box = event.target.closest("[data-piece]");
  if (box) cut(Number(box.dataset.piece));
});

function toggleSheets() {
  if (!now.state.sheets?.length) return;
  now.onSheets = !now.onSheets;
  showSheets();
  mark();
}

function caretAt(event, within) {
  const found = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return found && within.contains(found.startContainer) ? found.startOffset : undefined;
}

$("doubts").addEventListener("click", (event) => {
  const button = event.target.closest("[data-doubt]");
  if (button) look(Number(button.dataset.doubt), false);
});

$("joint").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.do) judge(button.dataset.do);
  else takeRival(button);
});

$("kinds").addEventListener("click", (event) => {
  const key = event.target.closest("[data-press]")?.dataset.press;
  if (key) (KINDS[key] ? () => nameKind(KINDS[key]) : KEYS[key])(event);
});

letDrag(right.pane, {
  take(line, label) {
    const id = line && Number(line.dataset.piece);
    const chosen = selection();
    const ids = label ? now.state.paragraphs[Number(label.parentElement.dataset.paragraph)].pieces : chosen.includes(id) ? chosen : [id];
    return ids.map((i) => now.state.pieces[i]);
  },
  drop(pieces, line, isAbove) {
    const id = Number(line.dataset.piece);
    moveTo(pieces.map((p) => p.start), isAbove ? (before(id) ?? null) : id);
  },
  isAllowed: () => !readOnly,
});

for (const pane of [left.pane, right.pane]) pane.addEventListener("scroll", redraw, { passive: true });
new ResizeObserver(redraw).observe(document.querySelector("main"));

$("undo").addEventListener("click", () => change("undo"));
$("redo").addEventListener("click", () => change("redo"));
$("save").addEventListener("click", () => change("save"));
$("anew").addEventListener("click", () => act({ do: "anew", anew: !now.state.anew }));
$("previous").addEventListener("click", () => open(now.number - 1));
$("next").addEventListener("click", () => open(now.number + 1));
$("help").addEventListener("click", () => $("help-dialog").showModal());
$("running").addEventListener("click", () => {
  const isOn = right.pane.classList.toggle("running");
  $("running").setAttribute("aria-pressed", String(isOn));
  redraw();
});
$("scan").addEventListener("click", toggleSheets);
$("language").addEventListener("click", () => {
  speak(spoken() === "zh" ? "en" : "zh");
  try { localStorage.setItem("language", spoken()); } catch { /* nothing is kept */ }
  drawWords();
});

// ---- other tabs ------------------------------------------------------------------------------

async function lookElsewhere() {
  if (readOnly || now.busy || document.hidden || !now.state) return;
  const shown = now.number;
  const found = await ask(`${now.number}/version`).catch((error) => { trouble(error.message); return null; });
  if (found && !now.busy && shown === now.number && found.version !== now.state.version) {
    await attempt(async () => {
      show(await ask(`${now.number}`));
      trouble(say("outdated"));
    });
  }
}

function storedLanguage() {
  try { return localStorage.getItem("language"); } catch { return null; }
}

speak(storedLanguage() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en"));
drawWords();
if (readOnly) {
  document.body.classList.add("static");
  show(JSON.parse(copy.textContent));
  tell(`${say("readOnly")} ${sayVerdict(now.state.verdict)[0]}`);
  if (now.doubts.length) look(0, false);
} else {
  setInterval(lookElsewhere, POLL_MS);
  document.addEventListener("visibilitychange", lookElsewhere);
  const asked = Number(location.hash.slice(1)) - 1;
  open(asked >= 0 ? asked : 0).then(() => now.state ?? open(0));
}
