// What the server is asked, and what is looked at next once it has answered.
import { left, now, readOnly, right, sheets } from "./now.js";
import { drawSide, goTo, show, tell, trouble } from "./show.js";
import { sayVerdict } from "./verdict.js";
import { say } from "./words.js";

export async function ask(path, body) {
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

export async function attempt(work) {
  if (now.busy) return;
  now.busy = true;
  document.body.setAttribute("aria-busy", "true");
  try {
    trouble("");
    await work();
  } catch (error) {
    trouble(error.message);
  } finally {
    now.busy = false;
    document.body.removeAttribute("aria-busy");
  }
}

export function change(what, extra = {}) {
  if (readOnly) return tell(say("readOnly"));
  return attempt(async () => {
    if (now.state.anew || extra.action?.anew) tell(say("solving"));
    const found = await ask(`${now.number}/${what}`, { version: now.state.version, ...extra });
    show(found);
    const told = { n: found.moved.length, doubtful: now.doubts.length, ms: found.milliseconds };
    if (now.joint) lookAt(now.joint);
    if (what === "save") tell(say("saved", { names: found.written.join(", ") }));
    else tell(say(found.moved.length ? "moved" : "unmoved", told));
  });
}

export const act = (action) => change("act", { action });

export function open(k) {
  return attempt(async () => {
    tell(say("solving"));
    const found = await ask(`${k}`);
    now.number = k;
    [now.focus, now.anchor, now.carried, now.current, now.joint, now.rivals] = [null, null, [], -1, null, null];
    show(found);
    left.pane.scrollTop = right.pane.scrollTop = sheets.pane.scrollTop = 0;
    tell(...sayVerdict(now.state.verdict));
    if (now.doubts.length) look(0, false);
  });
}

export function look(k, take = true) {
  if (!now.doubts.length) return;
  lookAt(now.doubts[(k + now.doubts.length) % now.doubts.length]);
  goTo(now.joint.right, { take });
  right.pieces.get(now.joint.right).scrollIntoView({ block: "center" });
}

export async function lookAt(wanted) {
  now.joint = wanted;
  now.current = now.doubts.indexOf(now.joint);
  now.rivals = null;
  drawSide();
  if (!now.joint) return;
  const asks = now.joint;
  const found = readOnly ? now.state.rivals.find((r) => r.left === asks.left && r.right === asks.right)
    : await ask(`${now.number}/rivals?left=${asks.left}&right=${asks.right}`).catch(() => null);
  if (now.joint === asks) {
    now.rivals = found;
    drawSide();
  }
}
