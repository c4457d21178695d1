// What the page knows while it is open: the text that is drawn, and what is selected in it.
import { $ } from "./draw.js";

export const KINDS = { h: "heading", b: "body", k: "caption", a: "aside", t: "table", l: "list" };
export const copy = $("state");
export const readOnly = copy !== null;

export const now = {
  state: null,
  number: 0,
  doubts: [],
  current: -1, // of doubts
  joint: null, // that is looked at
  rivals: null,
  focus: null, // start of the piece that has the focus
  anchor: null, // start of the piece at which a selection began
  carried: [], // starts of the pieces that were taken
  linked: null, // start of the piece that is to go on in another
  busy: false,
  onSheets: true, // whether pages are shown by their boxes, where they have any
};
export const lit = new Set();
export const left = { pane: $("dump"), seen: new Set(), pieces: new Map() };
export const sheets = { pane: $("sheets"), pieces: new Map() };
export const right = { pane: $("text"), seen: new Set(), pieces: new Map() };

export function byStart(start) {
  const id = now.state.pieces.findIndex((p) => p.start === start);
  return id < 0 ? null : id;
}

export function selection() {
  const here = now.focus === null ? null : byStart(now.focus);
  if (here === null) return [];
  const from = now.anchor === null ? here : (byStart(now.anchor) ?? here);
  const [a, b] = [now.state.order.indexOf(from), now.state.order.indexOf(here)].sort((x, y) => x - y);
  return now.state.order.slice(a, b + 1);
}

export function before(id) {
  return now.state.order[now.state.order.indexOf(id) - 1];
}

// The joint that is looked at, or that above the line with the focus.
export function pair() {
  if (now.joint) return { left: now.joint.left, right: now.joint.right };
  const id = now.focus === null ? undefined : byStart(now.focus);
  const above = id === undefined ? undefined : before(id);
  return above === undefined ? null : { left: above, right: id };
}
