// The state of a text -> elements. Texts go in as text nodes alone; nothing is parsed as HTML.
import { say } from "./words.js";

const COLOURS = 6;
const TAIL = 26;
const SHORT = 13;
const UNSPACED = new Set(["join", "hyphen"]);

export const $ = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export const colour = (piece) => `c${piece.column % COLOURS}`;
export const percent = (share) => `${Math.round(100 * share)} %`;

export function letter(column) {
  let name = "";
  for (let k = column + 1; k > 0; k = Math.floor((k - 1) / 26)) name = String.fromCharCode(65 + ((k - 1) % 26)) + name;
  return name;
}

export function tail(text, most = TAIL) {
  const signs = Array.from(text);
  return signs.length > most ? "…" + signs.slice(-most).join("") : text;
}

export function head(text, most = TAIL) {
  const signs = Array.from(text);
  return signs.length > most ? signs.slice(0, most).join("") + "…" : text;
}

export function drawDump(root, state) {
  const rows = document.createDocumentFragment();
  state.rows.forEach((parts, k) => {
    const row = element("div", { class: "row", "data-row": k + 1, dir: "auto" });
    for (const part of parts) {
      if (typeof part === "string") {
        row.append(element("bdi", { class: "loose" }, part));
      } else {
        const piece = state.pieces[part];
        row.append(element("bdi", { class: `piece ${colour(piece)}`, "data-piece": part, dir: "auto" }, piece.text));
      }
    }
    rows.append(row);
  });
  root.replaceChildren(rows);
}

export function drawText(root, state) {
  const doubts = new Map(state.joints.filter((j) => j.doubtful).map((j) => [j.right, j]));
  const glued = new Set(state.joints.filter((j) => UNSPACED.has(j.kind)).map((j) => j.right));
  const moved = new Set(state.moved);
  const groups = document.createDocumentFragment();
  state.paragraphs.forEach((paragraph, k) => {
    const label = say(paragraph.kind);
    const group = element("div", { class: `group k-${paragraph.kind}`, role: "group", "aria-label": label, "data-paragraph": k });
    const shown = paragraph.kind === "body" ? "¶" : label;
    group.append(element("span", { class: "label", draggable: "true", "aria-hidden": "true" }, shown));
    for (const id of paragraph.pieces) {
      if (!glued.has(id)) group.append(" "); // between words, where the text runs
      group.append(drawLine(state, id, doubts.get(id), moved.has(id)));
    }
    groups.append(group);
  });
  root.replaceChildren(groups);
}

function drawLine(state, id, doubt, isMoved) {
  const piece = state.pieces[id];
  const classes = ["line", colour(piece)];
  if (doubt) classes.push("doubt");
  if (isMoved) classes.push("moved");
  return element("div", {
    class: classes.join(" "), role: "option", "aria-selected": "false", tabindex: "-1", draggable: "true", dir: "auto",
    "data-piece": id, "data-column": letter(piece.column),
    "data-doubt": doubt ? say("doubt", { share: percent(doubt.confidence) }) : null,
    "aria-description": doubt ? `${say("doubtful")}: ${percent(doubt.confidence)}` : null,
  }, piece.text);
}

export function drawDoubts(root, state, doubts, current) {
  const items = doubts.map((joint, k) => element("li", {},
    element("button", { "data-doubt": k, "aria-current": k === current ? "true" : "false" },
      element("span", { class: "pair" }, bdi(tail(state.pieces[joint.left].text, SHORT)), " | ", bdi(head(state.pieces[joint.right].text, SHORT))),
      element("span", { class: "share" }, percent(joint.confidence)))));
  if (!items.length) items.push(element("li", { class: "none" }, say("noDoubt")));
  root.replaceChildren(...items);
}

export function bdi(text) {
  return element("bdi", { dir: "auto" }, text);
}

export function drawJoint(root, state, joint, rivals) {
  root.hidden = !joint;
  if (!joint) return root.replaceChildren();
  root.classList.toggle("doubtful", joint.doubtful);
  const kind = ["heading", "aside"].includes(joint.kind) ? say(`kind${joint.kind}`) : say(joint.kind);
  const parts = [
    element("p", { class: "ends" }, bdi(tail(state.pieces[joint.left].text)), bdi(head(state.pieces[joint.right].text))),
    element("p", { class: "said" }, `${say("sure", { share: percent(joint.confidence) })} · ${kind}`),
    element("div", { class: "buttons" },
      element("button", { class: "strong", "data-do": "accept" }, `${say("accept")} (y)`),
      element("button", { "data-do": "part" }, `${say("part")} (d)`)),
  ];
  if (rivals) {
    let digit = 0;
    const list = (title, side, entries) => [
      element("h3", {}, title),
      element("ol", { class: "rivals" }, ...entries.map((rival) => element("li", {}, element("button", {
        class: colour(state.pieces[rival.piece]), "data-rival": rival.piece, "data-side": side, "data-digit": ++digit,
      }, element("span", { class: "digit" }, digit < 10 ? String(digit) : ""),
      bdi(side === "after" ? head(state.pieces[rival.piece].text) : tail(state.pieces[rival.piece].text)),
      element("span", { class: "share" }, percent(rival.share)))))),
    ];
    if (rivals.after.length) parts.push(...list(say("goesOn"), "after", rivals.after));
    if (rivals.before.length) parts.push(...list(say("comesAfter"), "before", rivals.before));
    if (!rivals.after.length && !rivals.before.length) parts.push(element("p", { class: "none" }, say("noRivals")));
  }
  root.replaceChildren(...parts);
}

// Lines of movement between the pieces of both panes that are in view.
export function drawLines(svg, state, left, right, lit) {
  const frame = svg.getBoundingClientRect();
  const clip = (box, pane) => box.bottom > pane.top && box.top < pane.bottom;
  const panes = [left.pane.getBoundingClientRect(), right.pane.getBoundingClientRect()];
  const paths = [];
  for (const line of right.seen) {
    const id = Number(line.dataset.piece);
    const from = left.pieces.get(id);
    if (!from || !left.seen.has(from.parentElement)) continue;
    const boxes = from.getClientRects();
    const a = boxes[boxes.length - 1];
    const b = line.getBoundingClientRect();
    if (!a || !clip(a, panes[0]) || !clip(b, panes[1])) continue;
    const x0 = (lit.has(id) ? Math.min(a.right, panes[0].right) : panes[0].right) - frame.left + 2;
    const goesIn = lit.has(id) && !right.pane.classList.contains("running");
    const x1 = (goesIn ? b.left : panes[1].left) - frame.left - 1;
    const y0 = (a.top + a.bottom) / 2 - frame.top;
    const y1 = b.top + Math.min(b.height, 26) / 2 - frame.top;
    const bend = (x1 - x0) / 2;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`);
    path.setAttribute("class", colour(state.pieces[id]) + (lit.has(id) ? " lit" : ""));
    paths.push(path);
  }
  svg.replaceChildren(...paths);
}
