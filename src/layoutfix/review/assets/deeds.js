// What is done to the lines: each deed is one action that the server is asked for.
import { act, look, lookAt } from "./ask.js";
import { openCut } from "./cut.js";
import { tail } from "./draw.js";
import { before, byStart, now, pair, readOnly, selection } from "./now.js";
import { goTo, mark, tell } from "./show.js";
import { say } from "./words.js";

export async function judge(what) {
  const ends = pair();
  if (!ends) return;
  const next = now.current;
  await act({ do: what, ...ends });
  if (!now.joint && now.doubts.length && next >= 0) look(Math.min(next, now.doubts.length - 1));
}

export async function takeRival(button) {
  if (!now.joint || readOnly) return;
  const other = Number(button.dataset.rival);
  const next = now.current;
  const follow = button.dataset.side === "after" ? { left: now.joint.left, right: other } : { left: other, right: now.joint.right };
  await act({ do: "follow", ...follow });
  if (!now.joint && now.doubts.length) look(Math.min(next, now.doubts.length - 1));
}

export function nameKind(kind) {
  const pieces = selection();
  if (pieces.length) act({ do: "kind", pieces, kind });
}

export function setBreak(begins) {
  const pieces = selection();
  if (pieces.length) act({ do: "break", piece: pieces[0], begins });
}

export function moveTo(starts, after) {
  const ids = starts.map(byStart).filter((id) => id !== null);
  if (!ids.length || ids.includes(after)) return;
  act({ do: "move", first: ids[0], last: ids[ids.length - 1], after });
}

export function nudge(by) {
  const ids = selection();
  if (!ids.length) return;
  const [a, b] = [now.state.order.indexOf(ids[0]), now.state.order.indexOf(ids[ids.length - 1])];
  if (by < 0 ? a === 0 : b === now.state.order.length - 1) return;
  moveTo(ids.map((id) => now.state.pieces[id].start), by < 0 ? (now.state.order[a - 2] ?? null) : now.state.order[b + 1]);
}

export function take() {
  now.carried = selection().map((id) => now.state.pieces[id].start);
  mark();
  if (now.carried.length) tell(say("carried", { n: now.carried.length }));
}

export function put() {
  if (!now.carried.length) return tell(say("carriedNone"));
  const starts = now.carried;
  now.carried = [];
  if (now.focus !== null) moveTo(starts, byStart(now.focus));
}

export function letGo() {
  now.carried = [];
  now.linked = null;
  document.body.classList.remove("linking");
  now.anchor = now.focus;
  mark();
}

export function cut(id, at) {
  if (readOnly || id === undefined || id === null) return;
  const { start, text } = now.state.pieces[id];
  openCut(text, at, (place) => {
    now.focus = now.anchor = start;
    act({ do: "cut", piece: id, at: place });
  });
}

// A click on a line: it is the end of a link that was begun, or the line that is looked at.
export function choose(id, extend, take = true) {
  const from = now.linked === null ? null : byStart(now.linked);
  now.linked = null;
  document.body.classList.remove("linking");
  if (from !== null && from !== id) {
    now.focus = now.anchor = now.state.pieces[id].start;
    act({ do: "follow", left: from, right: id });
    return;
  }
  if (!extend) lookAt(now.state.joints.find((j) => j.right === id) ?? null);
  goTo(id, { extend, take });
}

export function link() {
  const ids = selection();
  if (!ids.length || readOnly) return;
  now.linked = now.state.pieces[ids[ids.length - 1]].start;
  document.body.classList.add("linking");
  tell(say("linking", { line: tail(now.state.pieces[byStart(now.linked)].text) }));
}
