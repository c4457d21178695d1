// The dialog that cuts a row at a character. Places are counted in code points, as in the record.
import { $ } from "./draw.js";

let whenCut = null; // gets the place

export function openCut(text, at, done) {
  whenCut = done;
  const field = $("cut-text");
  field.value = text;
  $("cut-dialog").showModal();
  field.focus();
  const caret = at ?? Math.floor(text.length / 2);
  field.setSelectionRange(caret, caret);
  previewCut();
}

const cutAt = () => Array.from($("cut-text").value.slice(0, $("cut-text").selectionStart)).length;

function previewCut() {
  const signs = Array.from($("cut-text").value);
  $("cut-left").textContent = signs.slice(0, cutAt()).join("");
  $("cut-right").textContent = signs.slice(cutAt()).join("");
  $("cut-do").disabled = cutAt() === 0 || cutAt() === signs.length;
}

function doCut() {
  const place = cutAt();
  $("cut-dialog").close();
  whenCut(place);
}

$("cut-text").addEventListener("beforeinput", (event) => event.preventDefault()); // it is not typed in
$("cut-text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  previewCut();
  if (!$("cut-do").disabled) doCut();
});
$("cut-cancel").addEventListener("click", () => $("cut-dialog").close());
$("cut-do").addEventListener("click", doCut);
document.addEventListener("selectionchange", () => {
  if (document.activeElement === $("cut-text")) previewCut();
});
