// Lines, and paragraphs by their labels, are dragged above or below another line of a pane.

export function letDrag(pane, { take, drop, isAllowed }) {
  let dragged = [];
  let over = null;

  const showOver = (line, isAbove) => {
    over?.classList.remove("over-above", "over-below");
    over = line;
    over?.classList.add(isAbove ? "over-above" : "over-below");
  };

  const isAbove = (event, line) => {
    const box = line.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  };

  const target = (event) => (dragged.length && isAllowed() ? event.target.closest?.(".line") : null);

  pane.addEventListener("dragstart", (event) => {
    const line = event.target.closest?.(".line");
    const label = event.target.closest?.(".label");
    if (!line && !label) return;
    dragged = take(line, label);
    event.dataTransfer.setData("text/plain", dragged.map((piece) => piece.text).join("\n"));
    event.dataTransfer.effectAllowed = "move";
  });

  pane.addEventListener("dragover", (event) => {
    const line = target(event);
    if (!line) return;
    event.preventDefault();
    showOver(line, isAbove(event, line));
  });

  pane.addEventListener("drop", (event) => {
    const line = target(event);
    showOver(null);
    if (!line) return;
    event.preventDefault();
    drop(dragged, line, isAbove(event, line));
    dragged = [];
  });

  pane.addEventListener("dragend", () => {
    showOver(null);
    dragged = [];
  });
}
