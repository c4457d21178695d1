// The text under review -> both panes, the side, the tools; what is selected is marked in all.
import { $, drawDoubts, drawDump, drawJoint, drawLines, drawText, element } from "./draw.js";
import { KINDS, byStart, left, lit, now, readOnly, right, selection, sheets } from "./now.js";
import { drawSheets } from "./sheet.js";
import { keysTold, say, spoken } from "./words.js";

export function tell(text, language = "") {
  $("status").textContent = text;
  $("status").lang = language;
}

export function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

export function show(found) {
  const places = [left.pane.scrollTop, right.pane.scrollTop];
  const looked = now.joint && now.state ? [now.state.pieces[now.joint.left].end, now.state.pieces[now.joint.right].start] : null;
  now.state = found;
  now.doubts = inOrder(now.state.joints.filter((j) => j.doubtful));
  for (const pane of [left.pane, right.pane]) pane.lang = now.state.language === "und" ? "" : now.state.language;
  drawDump(left.pane, now.state);
  drawText(right.pane, now.state);
  for (const [side, kind] of [[left, ".row"], [right, ".line"]]) {
    side.pieces = new Map([...side.pane.querySelectorAll("[data-piece]")].map((e) => [Number(e.dataset.piece), e]));
    side.seen.clear();
    watcher.observe(side, side.pane.querySelectorAll(kind));
  }
  showSheets();
  [left.pane.scrollTop, right.pane.scrollTop] = places;
  if (now.focus !== null && byStart(now.focus) === null) now.focus = null;
  now.joint = looked && now.state.joints.find((j) => now.state.pieces[j.left].end === looked[0] && now.state.pieces[j.right].start === looked[1]);
  now.joint = now.joint?.doubtful ? now.joint : null;
  now.rivals = null;
  now.current = now.doubts.indexOf(now.joint);
  drawTools();
  drawSide();
  mark();
  requestAnimationFrame(() => performance.mark("drawn")); // bench/review.py reads it
}

// The left pane has the dump, or the pages by their boxes where the text has any.
export function showSheets() {
  const has = Boolean(now.state.sheets?.length);
  const isOn = has && now.onSheets;
  sheets.pieces = has ? drawSheets(sheets.pane, now.state, now.number) : new Map();
  sheets.pane.hidden = !isOn;
  left.pane.hidden = isOn;
  $("left-title").textContent = say(isOn ? "sheets" : "dump");
  $("scan").hidden = !has;
  $("scan").setAttribute("aria-pressed", String(isOn));
}

function inOrder(joints) {
  const place = new Map(now.state.order.map((id, k) => [id, k]));
  return joints.sort((a, b) => place.get(a.left) - place.get(b.left));
}

function drawTools() {
  const { progress } = now.state;
  document.title = `${progress.names[now.number]} – layoutfix`;
  $("name").textContent = progress.names[now.number];
  $("progress").textContent = `${say("progress", { saved: progress.saved, count: progress.count, doubtful: now.doubts.length })}`;
  $("papers").hidden = progress.count < 2;
  $("previous").disabled = now.number === 0;
  $("next").disabled = now.number === progress.count - 1;
  $("undo").disabled = !now.state.can_undo;
  $("redo").disabled = !now.state.can_redo;
  $("save").disabled = readOnly || now.state.saved;
  $("anew").setAttribute("aria-pressed", String(Boolean(now.state.anew)));
}

export function drawSide() {
  drawDoubts($("doubts"), now.state, now.doubts, now.current);
  drawJoint($("joint"), now.state, now.joint, now.rivals);
  if (readOnly) $("joint").querySelectorAll("button").forEach((b) => { b.disabled = true; });
  const here = $("doubts").querySelector('[aria-current="true"]');
  if (here) {
    const list = $("doubts");
    list.scrollTop = Math.max(0, here.offsetTop - list.offsetTop - list.clientHeight / 2);
  }
}

export function drawWords() {
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
  if (now.state) show(now.state);
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
export function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    if (now.state && getComputedStyle($("lines")).display !== "none") drawLines($("lines"), now.state, left, right, lit);
  });
}

export function mark() {
  const chosen = new Set(selection());
  const held = new Set(now.carried.map(byStart));
  lit.clear();
  chosen.forEach((id) => lit.add(id));
  if (now.joint) [now.joint.left, now.joint.right].forEach((id) => lit.add(id));
  for (const [id, line] of right.pieces) {
    line.setAttribute("aria-selected", String(chosen.has(id)));
    line.classList.toggle("carried", held.has(id));
    line.classList.toggle("here", now.joint !== null && id === now.joint.right);
  }
  for (const [id, piece] of [...left.pieces, ...sheets.pieces]) {
    piece.classList.toggle("now", chosen.has(id));
    piece.classList.toggle("lit", lit.has(id));
  }
  const tab = now.focus === null ? now.state.order[0] : byStart(now.focus);
  right.pieces.forEach((line, id) => { line.tabIndex = id === tab ? 0 : -1; });
  $("line-tools").hidden = !chosen.size || readOnly;
  redraw();
}

export function goTo(id, { extend = false, take = true } = {}) {
  if (id === undefined) return;
  now.focus = now.state.pieces[id].start;
  if (!extend) now.anchor = now.focus;
  mark();
  const line = right.pieces.get(id);
  if (take) line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  (now.onSheets && sheets.pieces.get(id) || left.pieces.get(id))?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function step(by, extend) {
  const here = now.focus === null ? -1 : now.state.order.indexOf(byStart(now.focus));
  goTo(now.state.order[Math.min(Math.max(here + by, 0), now.state.order.length - 1)], { extend });
}
