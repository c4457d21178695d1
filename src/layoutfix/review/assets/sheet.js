// Pages by the boxes of their lines: one colour a column, the reading order drawn over them, the scan below.
import { colour } from "./draw.js";
import { say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const LABEL = 0.62; // of the height of a usual line
const ZOOMS = [1, 1.5, 2, 3, 4];

let zoom = 0; // of ZOOMS
let drawn = null; // number of the text whose pages are there

function shape(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Where the order goes through a line: at its edge, so that no letter is crossed; lines may run down.
const edge = ([, x0, y0, x1, y1]) => (y1 - y0 > 2 * (x1 - x0) ? [(x0 + x1) / 2, y0] : [x0, (y0 + y1) / 2]);

// The scans stay where they are while the text is the same: what lies over them is drawn anew.
export function drawSheets(root, state, number) {
  if (drawn !== number) {
    root.replaceChildren(...state.sheets.map((sheet, k) => makeSheet(sheet, `api/papers/${number}/scans/${k}`)));
    drawn = number;
  }
  const place = new Map(state.order.map((id, k) => [id, k]));
  state.sheets.forEach((sheet, k) => {
    const svg = root.children[k];
    svg.setAttribute("aria-label", say("sheet", { n: k + 1 }));
    svg.toggleAttribute("hidden", !sheet.boxes.length && !sheet.scan);
    svg.lastElementChild.replaceChildren(...drawOver(sheet, state, place));
  });
  return new Map([...root.querySelectorAll("[data-piece]")].map((e) => [Number(e.dataset.piece), e]));
}

function makeSheet({ width, height, scan }, address) {
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width: `${100 * ZOOMS[zoom]}%`, role: "img", class: "sheet" });
  svg.append(shape("rect", { width, height, class: "ground" }));
  if (scan) svg.append(shape("image", { width, height, href: scan === true ? address : scan, preserveAspectRatio: "none" }));
  svg.append(shape("g", {}));
  return svg;
}

function drawOver(sheet, state, place) {
  const boxes = [...sheet.boxes].sort((a, b) => place.get(a[0]) - place.get(b[0]));
  const sizes = boxes.map(([, x0, y0, x1, y1]) => Math.min(x1 - x0, y1 - y0)).sort((a, b) => a - b);
  const size = LABEL * (sizes[sizes.length >> 1] || 1);
  const rects = boxes.map(([id, x0, y0, x1, y1]) => shape("rect", {
    x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: `box ${colour(state.pieces[id])}`, "data-piece": id,
  }, shape("title", {}, state.pieces[id].text)));
  const path = shape("polyline", { points: boxes.map((box) => edge(box).join(",")).join(" "), class: "reading" });
  const labels = boxes.map((box, k) => shape("text", {
    x: edge(box)[0] - size / 4, y: edge(box)[1] + size / 3, "font-size": size, class: `turn ${colour(state.pieces[box[0]])}`,
  }, String(k + 1)));
  return [...rects, path, ...labels];
}

export function zoomSheets(root, by) {
  zoom = Math.min(Math.max(zoom + by, 0), ZOOMS.length - 1);
  for (const svg of root.children) svg.setAttribute("width", `${100 * ZOOMS[zoom]}%`);
}
