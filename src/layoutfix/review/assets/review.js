// A text under review: what is selected, what the keys and the mouse do, what the server is asked.
import { openCut } from "./cut.js";
import { letDrag } from "./drag.js";
import { $, drawDoubts, drawDump, drawJoint, drawLines, drawText, element, tail } from "./draw.js";
import { keysTold, say, speak, spoken } from "./words.js";

const POLL_MS = 4000;
const KINDS = { h: "heading", b: "body", k: "caption", a: "aside", t: "table", l: "list" };
const copy = $("state");
const readOnly = copy !== null;

let state = null;
let number = 0;
let doubts = [];
let current = -1; // of doubts
let joint = null; // that is looked at
let rivals = null;
let focus = null; // start of the piece that has the focus
let anchor = null; // start of the piece at which a selection began
let carried = []; // starts of the pieces that were taken
let linked = null; // start of the piece that is to go on in another
let busy = false;
const lit = new Set();
const left = { pane: $("dump"), seen: new Set(), pieces: new Map() };
const right = { pane: $("text"), seen: new Set(), pieces: new Map() };

// ---- asking the server -----------------------------------------------------------------------

async function ask(path, body) {
  const how = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(`api/papers/${path}`, how);
  } catch {
    throw new Error(say("lost"));
  }
  const found = await answer.json();
  if (answer.status === 409) {
    show(found.state);
    throw new Error(say("outdated"));
  }
  if (!answer.ok) throw new Error(found.error);
  return found;
}

async function attempt(work) {
  if (busy) return;
  busy = true;
  document.body.setAttribute("aria-busy", "true");
  try {
    trouble("");
    await work();
  } catch (error) {
    trouble(error.message);
  } finally {
    busy = false;
    document.body.removeAttribute("aria-busy");
  }
}

function change(what, extra = {}) {
  if (readOnly) return tell(say("readOnly"));
  return attempt(async () => {
    if (state.anew || extra.action?.anew) tell(say("solving"));
    const found = await ask(`${number}/${what}`, { version: state.version, ...extra });
    show(found);
    const told = { n: found.moved.length, doubtful: doubts.length, ms: found.milliseconds };
    if (joint) lookAt(joint);
    if (what === "save") tell(say("saved", { names: found.written.join(", ") }));
    else tell(say(found.moved.length ? "moved" : "unmoved", told));
  });
}

const act = (action) => change("act", { action });

function open(k) {
  return attempt(async () => {
    tell(say("solving"));
    const found = await ask(`${k}`);
    number = k;
    [focus, anchor, carried, current, joint, rivals] = [null, null, [], -1, null, null];
    show(found);
    left.pane.scrollTop = right.pane.scrollTop = 0;
    tell(state.verdict, "en");
    if (doubts.length) look(0, false);
  });
}

function tell(text, language = "") {
  $("status").textContent = text;
  $("status").lang = language;
}

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

// ---- drawing ---------------------------------------------------------------------------------

function show(found) {
  const places = [left.pane.scrollTop, right.pane.scrollTop];
  const looked = joint && state ? [state.pieces[joint.left].end, state.pieces[joint.right].start] : null;
  state = found;
  doubts = inOrder(state.joints.filter((j) => j.doubtful));
  for (const pane of [left.pane, right.pane]) pane.lang = state.language === "und" ? "" : state.language;
  drawDump(left.pane, state);
  drawText(right.pane, state);
  for (const [side, kind] of [[left, ".row"], [right, ".line"]]) {
    side.pieces = new Map([...side.pane.querySelectorAll("[data-piece]")].map((e) => [Number(e.dataset.piece), e]));
    side.seen.clear();
    watcher.observe(side, side.pane.querySelectorAll(kind));
  }
  [left.pane.scrollTop, right.pane.scrollTop] = places;
  if (focus !== null && byStart(focus) === null) focus = null;
  joint = looked && state.joints.find((j) => state.pieces[j.left].end === looked[0] && state.pieces[j.right].start === looked[1]);
  joint = joint?.doubtful ? joint : null;
  rivals = null;
  current = doubts.indexOf(joint);
  drawTools();
  drawSide();
  mark();
  requestAnimationFrame(() => performance.mark("drawn")); // bench/review.py reads it
}

function inOrder(joints) {
  const place = new Map(state.order.map((id, k) => [id, k]));
  return joints.sort((a, b) => place.get(a.left) - place.get(b.left));
}

function byStart(start) {
  const id = state.pieces.findIndex((p) => p.start === start);
  return id < 0 ? null : id;
}

function drawTools() {
  const { progress } = state;
  document.title = `${progress.names[number]} – layoutfix`;
  $("name").textContent = progress.names[number];
  $("progress").textContent = `${say("progress", { saved: progress.saved, count: progress.count, doubtful: doubts.length })}`;
  $("papers").hidden = progress.count < 2;
  $("previous").disabled = number === 0;
  $("next").disabled = number === progress.count - 1;
  $("undo").disabled = !state.can_undo;
  $("redo").disabled = !state.can_redo;
  $("save").disabled = readOnly || state.saved;
  $("anew").setAttribute("aria-pressed", String(Boolean(state.anew)));
}

function drawSide() {
  drawDoubts($("doubts"), state, doubts, current);
  drawJoint($("joint"), state, joint, rivals);
  if (readOnly) $("joint").querySelectorAll("button").forEach((b) => { b.disabled = true; });
  const here = $("doubts").querySelector('[aria-current="true"]');
  if (here) {
    const list = $("doubts");
    list.scrollTop = Math.max(0, here.offsetTop - list.offsetTop - list.clientHeight / 2);
  }
}

function drawWords() {
  document.querySelectorAll("[data-say]").forEach((e) => { e.textContent = say(e.dataset.say); });
  document.querySelectorAll("[data-label]").forEach((e) => e.setAttribute("aria-label", say(e.dataset.label)));
  document.querySelectorAll("[data-hint]").forEach((e) => { e.title = say(e.dataset.hint); });
  document.querySelectorAll("[data-key]").forEach((e) => {
    e.title = `${e.textContent} (${e.dataset.key})`;
    e.setAttribute("aria-keyshortcuts", e.dataset.key.replace("Ctrl", "Control"));
  });
  $("language").textContent = say("other");
  $("language").lang = spoken() === "zh" ? "en" : "zh-Hans";
  $("keys").replaceChildren(...keysTold().map(([keys, told]) => element("tr", {}, element("td", {}, element("kbd", {}, keys)), element("td", {}, told))));
  const named = [...Object.entries(KINDS), ["s", "breakHere"], ["j", "goOn"], ["f", "goesOnIn"], ["c", "cutRow"], ["m", "joinRow"]];
  $("kinds").replaceChildren(...named.map(([key, name]) => element("button", { "data-press": key }, `${say(name)} (${key})`)));
  if (state) show(state);
}

// Which rows and lines are in view: lines of movement are drawn between these alone.
const watcher = {
  observers: [],
  observe(side, elements) {
    const at = side === left ? 0 : 1;
    this.observers[at]?.disconnect();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) side.seen[entry.isIntersecting ? "add" : "delete"](entry.target);
      redraw();
    }, { root: side.pane });
    elements.forEach((e) => observer.observe(e));
    this.observers[at] = observer;
  },
};

let asked = false;
function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    if (state && getComputedStyle($("lines")).display !== "none") drawLines($("lines"), state, left, right, lit);
  });
}

// ---- what is selected ------------------------------------------------------------------------

function selection() {
  const here = focus === null ? null : byStart(focus);
  if (here === null) return [];
  const from = anchor === null ? here : (byStart(anchor) ?? here);
  const [a, b] = [state.order.indexOf(from), state.order.indexOf(here)].sort((x, y) => x - y);
  return state.order.slice(a, b + 1);
}

function mark() {
  const chosen = new Set(selection());
  const held = new Set(carried.map(byStart));
  lit.clear();
  chosen.forEach((id) => lit.add(id));
  if (joint) [joint.left, joint.right].forEach((id) => lit.add(id));
  for (const [id, line] of right.pieces) {
    line.setAttribute("aria-selected", String(chosen.has(id)));
    line.classList.toggle("carried", held.has(id));
    line.classList.toggle("here", joint !== null && id === joint.right);
  }
  for (const [id, piece] of left.pieces) {
    piece.classList.toggle("now", chosen.has(id));
    piece.classList.toggle("lit", lit.has(id));
  }
  const tab = focus === null ? state.order[0] : byStart(focus);
  right.pieces.forEach((line, id) => { line.tabIndex = id === tab ? 0 : -1; });
  $("line-tools").hidden = !chosen.size || readOnly;
  redraw();
}

function goTo(id, { extend = false, take = true } = {}) {
  if (id === undefined) return;
  focus = state.pieces[id].start;
  if (!extend) anchor = focus;
  mark();
  const line = right.pieces.get(id);
  if (take) line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  left.pieces.get(id)?.scrollIntoView({ block: "nearest" });
}

function step(by, extend) {
  const here = focus === null ? -1 : state.order.indexOf(byStart(focus));
  goTo(state.order[Math.min(Math.max(here + by, 0), state.order.length - 1)], { extend });
}

function look(k, take = true) {
  if (!doubts.length) return;
  lookAt(doubts[(k + doubts.length) % doubts.length]);
  goTo(joint.right, { take });
  right.pieces.get(joint.right).scrollIntoView({ block: "center" });
}

async function lookAt(wanted) {
  joint = wanted;
  current = doubts.indexOf(joint);
  rivals = null;
  drawSide();
  if (!joint) return;
  const asks = joint;
  const found = readOnly ? state.rivals.find((r) => r.left === asks.left && r.right === asks.right)
    : await ask(`${number}/rivals?left=${asks.left}&right=${asks.right}`).catch(() => null);
  if (joint === asks) {
    rivals = found;
    drawSide();
  }
}

// ---- what is done ----------------------------------------------------------------------------

function before(id) {
  return state.order[state.order.indexOf(id) - 1];
}

// The joint that is looked at, or that above the line with the focus.
function pair() {
  if (joint) return { left: joint.left, right: joint.right };
  const id = focus === null ? undefined : byStart(focus);
  const above = id === undefined ? undefined : before(id);
  return above === undefined ? null : { left: above, right: id };
}

async function judge(what) {
  const ends = pair();
  if (!ends) return;
  const next = current;
  await act({ do: what, ...ends });
  if (!joint && doubts.length && next >= 0) look(Math.min(next, doubts.length - 1));
}

async function takeRival(button) {
  if (!joint || readOnly) return;
  const other = Number(button.dataset.rival);
  const next = current;
  const follow = button.dataset.side === "after" ? { left: joint.left, right: other } : { left: other, right: joint.right };
  await act({ do: "follow", ...follow });
  if (!joint && doubts.length) look(Math.min(next, doubts.length - 1));
}

function nameKind(kind) {
  const pieces = selection();
  if (pieces.length) act({ do: "kind", pieces, kind });
}

function setBreak(begins) {
  const pieces = selection();
  if (pieces.length) act({ do: "break", piece: pieces[0], begins });
}

function moveTo(starts, after) {
  const ids = starts.map(byStart).filter((id) => id !== null);
  if (!ids.length || ids.includes(after)) return;
  act({ do: "move", first: ids[0], last: ids[ids.length - 1], after });
}

function nudge(by) {
  const ids = selection();
  if (!ids.length) return;
  const [a, b] = [state.order.indexOf(ids[0]), state.order.indexOf(ids[ids.length - 1])];
  if (by < 0 ? a === 0 : b === state.order.length - 1) return;
  moveTo(ids.map((id) => state.pieces[id].start), by < 0 ? (state.order[a - 2] ?? null) : state.order[b + 1]);
}

function take() {
  carried = selection().map((id) => state.pieces[id].start);
  mark();
  if (carried.length) tell(say("carried", { n: carried.length }));
}

function put() {
  if (!carried.length) return tell(say("carriedNone"));
  const starts = carried;
  carried = [];
  if (focus !== null) moveTo(starts, byStart(focus));
}

function letGo() {
  carried = [];
  linked = null;
  document.body.classList.remove("linking");
  anchor = focus;
  mark();
}

function cut(id, at) {
  if (readOnly || id === undefined || id === null) return;
  const { start, text } = state.pieces[id];
  openCut(text, at, (place) => {
    focus = anchor = start;
    act({ do: "cut", piece: id, at: place });
  });
}

// ---- keys, mouse -----------------------------------------------------------------------------

const KEYS = {
  n: () => look(current + 1), p: () => look(current < 0 ? -1 : current - 1),
  y: () => judge("accept"), Enter: () => (linked === null ? judge("accept") : choose(byStart(focus))), d: () => judge("part"),
  x: take, v: put, f: link, Escape: letGo,
  s: () => setBreak(true), j: () => setBreak(false),
  c: () => cut(focus === null ? null : byStart(focus)),
  m: () => focus !== null && act({ do: "join", piece: byStart(focus) }),
  u: () => change("undo"), U: () => change("redo"), r: () => $("running").click(), "?": () => $("help-dialog").showModal(),
  "[": () => $("previous").click(), "]": () => $("next").click(),
  ArrowDown: (e) => (e.altKey ? nudge(1) : step(1, e.shiftKey)), ArrowUp: (e) => (e.altKey ? nudge(-1) : step(-1, e.shiftKey)),
  Home: () => step(-Infinity), End: () => step(Infinity), PageDown: (e) => step(12, e.shiftKey), PageUp: (e) => step(-12, e.shiftKey),
};
const LIST_KEYS = new Set(["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp", "Enter"]);

document.addEventListener("keydown", (event) => {
  if (!state || document.querySelector("dialog[open]")) return;
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
    const { pieces } = state.paragraphs[Number(label.parentElement.dataset.paragraph)];
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

// A click on a line: it is the end of a link that was begun, or the line that is looked at.
function choose(id, extend, take = true) {
  const from = linked === null ? null : byStart(linked);
  linked = null;
  document.body.classList.remove("linking");
  if (from !== null && from !== id) {
    focus = anchor = state.pieces[id].start;
    act({ do: "follow", left: from, right: id });
    return;
  }
  if (!extend) lookAt(state.joints.find((j) => j.right === id) ?? null);
  goTo(id, { extend, take });
}

function link() {
  const ids = selection();
  if (!ids.length || readOnly) return;
  linked = state.pieces[ids[ids.length - 1]].start;
  document.body.classList.add("linking");
  tell(say("linking", { line: tail(state.pieces[byStart(linked)].text) }));
}

letDrag(right.pane, {
  take(line, label) {
    const id = line && Number(line.dataset.piece);
    const chosen = selection();
    const ids = label ? state.paragraphs[Number(label.parentElement.dataset.paragraph)].pieces : chosen.includes(id) ? chosen : [id];
    return ids.map((i) => state.pieces[i]);
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
$("anew").addEventListener("click", () => act({ do: "anew", anew: !state.anew }));
$("previous").addEventListener("click", () => open(number - 1));
$("next").addEventListener("click", () => open(number + 1));
$("help").addEventListener("click", () => $("help-dialog").showModal());
$("running").addEventListener("click", () => {
  const isOn = right.pane.classList.toggle("running");
  $("running").setAttribute("aria-pressed", String(isOn));
  redraw();
});
$("language").addEventListener("click", () => {
  speak(spoken() === "zh" ? "en" : "zh");
  try { localStorage.setItem("language", spoken()); } catch { /* nothing is kept */ }
  drawWords();
});

// ---- other tabs ------------------------------------------------------------------------------

async function lookElsewhere() {
  if (readOnly || busy || document.hidden || !state) return;
  const shown = number;
  const found = await ask(`${number}/version`).catch((error) => { trouble(error.message); return null; });
  if (found && !busy && shown === number && found.version !== state.version) {
    await attempt(async () => {
      show(await ask(`${number}`));
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
  tell(`${say("readOnly")} ${state.verdict}`);
  if (doubts.length) look(0, false);
} else {
  setInterval(lookElsewhere, POLL_MS);
  document.addEventListener("visibilitychange", lookElsewhere);
  const asked = Number(location.hash.slice(1)) - 1;
  open(asked >= 0 ? asked : 0).then(() => state ?? open(0));
}
