"""Pages -> one text: what stands between them is kept, sentences that run on over it are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from layoutfix.assembly.assemble import Assembled, OrderedPage, assemble_page
from layoutfix.assembly.glue import PARAGRAPH_END
from layoutfix.assembly.hyphens import Forms
from layoutfix.assembly.joints import continuing_kind, odds_to_chance
from layoutfix.config import Config
from layoutfix.model import Fragment, Joint, JointKind, Paragraph, Step


@dataclass(frozen=True, slots=True)
class AssembledPage:
    """A page of the result, or a row between pages (`is_aside`).

    goes_on   confidence that it goes on in the last sentence of the page before; None: it does not
    joins     whether that is sure enough to print the two halves side by side
    """

    content: Assembled
    is_aside: bool = False
    goes_on: float | None = None
    joins: bool = False


def assemble_pages(
    dump: str,
    spans: Sequence[tuple[int, int, bool]],
    pages: Sequence[OrderedPage],
    over_ends: Sequence[float | None],
    forms: Forms,
    config: Config,
) -> Assembled:
    """The pages of a dump, and the rows between them, as one.

    spans      start, end of each, and whether it is a row between pages
    pages      those of the other spans
    over_ends  of each page, the log-odds that it begins in the last sentence of the one above;
               None: it does not
    forms      what is known of the words of the whole dump
    """
    following = iter(zip(pages, over_ends, strict=True))
    assembled: list[AssembledPage] = []
    count = 0
    for start, end, is_aside in spans:
        if is_aside:
            done = row_to_assembled(Fragment(start, end, dump[start:end]), count)
        else:
            page, over_end = next(following)
            done = page_to_assembled(dump, page, over_end, count, config, forms)
        assembled.append(done)
        count += len(done.content.fragments)
    return join_pages(dump, assembled)


def row_to_assembled(fragment: Fragment, number: int) -> AssembledPage:
    """A row between pages, as an aside; `number` is its id."""
    paragraph = Paragraph("aside", (number,), "")
    return AssembledPage(Assembled([fragment], [number], [], [paragraph], []), is_aside=True)


def page_to_assembled(
    dump: str,
    page: OrderedPage,
    over_end: float | None,
    first_id: int,
    config: Config,
    forms: Forms,
) -> AssembledPage:
    """A page, and whether it goes on in the last sentence of the one above (`over_end`, log-odds).

    forms  what is known of the words of the whole dump
    """
    content = assemble_page(dump, page, first_id, config, forms, goes_on=over_end is not None)
    if over_end is None:
        return AssembledPage(content)
    chance = float(odds_to_chance(np.array(over_end)))
    return AssembledPage(content, goes_on=chance, joins=over_end >= page.weights.page_link)


def lines_of_text(page: OrderedPage) -> list[str]:
    """The texts of a page in reading order, without asides."""
    asides = page.lines.asides.tolist()
    return [text for text, aside in zip(page.lines.texts, asides, strict=True) if not aside]


def join_pages(dump: str, pages: Sequence[AssembledPage]) -> Assembled:
    """The pages as one.

    Neighbours of the dump keep what stood between them, the form feed included. Elsewhere the page
    end is printed after the last fragment of its page. Where a sentence runs on over form feeds,
    its paragraph is printed first, and then what stood between the pages (feet, page end, heads).
    Other rows between pages stay where they are, and so does a page end behind which no other
    paragraph follows: there a joint says that the two halves are one sentence, though they do not
    stand side by side.
    """
    whole = _Whole(dump)
    for page in pages:
        whole.add(page)
    whole.steps += _ends(dump, whole.fragments, whole.order, whole.steps)
    return Assembled(whole.fragments, whole.order, whole.joints, whole.paragraphs, whole.steps)


@dataclass(slots=True)
class _Whole:
    """What was joined up to now, as in `Assembled`.

    plain     the last page is printed as it was in the dump
    is_row    the last page is a row between pages
    joints_from, steps_from   where those of the last page that has text begin
    """

    dump: str
    fragments: list[Fragment] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    plain: bool = True
    is_row: bool = False
    joints_from: int = 0
    steps_from: int = 0

    def add(self, page: AssembledPage) -> None:
        content = page.content
        last = self._last_text()
        self.fragments += content.fragments
        joints, steps = len(self.joints), len(self.steps)
        self.joints += content.joints
        self.steps += content.steps
        plain = not content.steps
        moved = None
        if page.joins and last is not None:
            moved = self._find_moved(content, last)
        if moved is not None and last is not None:
            self._move_up(page, last, moved)
        else:
            if self.order:
                i, j = self.order[-1], content.order[0]
                self._end_page(i, j, page, plain=self.plain and plain)
            if page.goes_on is not None and last is not None:
                self._tell_joint(content, last, page.goes_on)
            self.order += content.order
            self.paragraphs += content.paragraphs
        self.plain, self.is_row = plain, page.is_aside
        if not page.is_aside:
            self.joints_from, self.steps_from = joints, steps

    def _last_text(self) -> int | None:
        """The last paragraph that is no aside."""
        for k in range(len(self.paragraphs) - 1, -1, -1):
            if self.paragraphs[k].kind != "aside":
                return k
        return None

    def _kind(self, i: int, j: int) -> JointKind:
        kind = continuing_kind(self.fragments[i].text, self.fragments[j].text)
        return "join" if kind == "hyphen" else kind

    def _tell_joint(self, content: Assembled, last: int, confidence: float) -> None:
        """The joint of a sentence whose halves stay on either side of a page end."""
        first = next((p for p in content.paragraphs if p.kind != "aside"), None)
        if first is not None:
            i, j = self.paragraphs[last].fragments[-1], first.fragments[0]
            self.joints.append(Joint(i, j, self._kind(i, j), confidence))

    def _end_page(self, i: int, j: int, page: AssembledPage, *, plain: bool) -> None:
        """What is printed between the last fragment of a page and the first of the next."""
        end = self._end_above(min(page.content.order))
        if end != PARAGRAPH_END:
            if j != i + 1:
                at = self.fragments[i].end
                self.steps.append(Step("keep_page_end", at, at, "", end))
        elif (page.is_aside or self.is_row) and not plain:
            self._separate(i, j, PARAGRAPH_END, "keep_page_end")

    def _end_above(self, first: int) -> str:
        """What ends the page, or the paragraph, that the dump has above the fragment `first`."""
        above = self.fragments[first - 1].end if first else 0
        ends = self.dump.count("\f", above, self.fragments[first].start)
        return "\n" + "\f" * ends if ends else PARAGRAPH_END

    def _find_moved(self, content: Assembled, last: int) -> int | None:
        """Which paragraph of a page can be joined to the last one before it, over its page end.

        None where no page end is between them, or no other text would be left on the page.
        """
        moved = next((k for k, p in enumerate(content.paragraphs) if p.kind != "aside"), None)
        if moved is None or all(p.kind == "aside" for p in content.paragraphs[moved + 1 :]):
            return None
        left = self.fragments[self.paragraphs[last].fragments[-1]]
        start = self.fragments[min(content.order)].start
        end = self.fragments[content.paragraphs[moved].fragments[-1]].end
        breaks = any(s.start == end and s.after == PARAGRAPH_END for s in content.steps)
        return moved if breaks and "\f" in self.dump[left.end : start] else None

    def _move_up(self, page: AssembledPage, last: int, moved: int) -> None:
        """Print the first paragraph of a page (`moved`) before what stands between the pages."""
        content = page.content
        first = content.paragraphs[moved]
        feet = self.paragraphs[last + 1 :]
        heads, rest = content.paragraphs[:moved], content.paragraphs[moved + 1 :]
        at_foot = [i for p in feet for i in p.fragments]
        at_head = [i for p in heads for i in p.fragments]
        below = [i for p in rest for i in p.fragments]
        between = [*at_foot, *at_head]
        left, (begin, end) = (
            self.paragraphs[last].fragments[-1],
            (first.fragments[0], first.fragments[-1]),
        )
        kind = self._kind(left, begin)
        self._separate(left, begin, " " if kind == "space" else "", "join_pages")
        page_end = self._end_above(min(content.order))
        if at_foot:
            self._separate(end, at_foot[0], self._end_above(at_foot[0]), "keep_page_end")
        after_end = [*at_head, *below][0]
        self._separate(at_foot[-1] if at_foot else end, after_end, page_end, "keep_page_end")
        if at_head:
            self._separate(at_head[-1], below[0], PARAGRAPH_END, "break_paragraph")
        self._replace_joints(Joint(left, begin, kind, page.goes_on or 0.0), end, between, below[0])
        whole = self.paragraphs[last]
        self.paragraphs[last:] = [
            replace(whole, fragments=whole.fragments + first.fragments),
            *feet,
            *heads,
            *rest,
        ]
        del self.order[len(self.order) - len(at_foot) :]
        self.order += [*first.fragments, *between, *below]

    def _replace_joints(self, joint: Joint, end: int, between: list[int], below: int) -> None:
        """The joint over a page end, and those of the asides that now stand behind it (if any)."""
        if between:
            parted = {(joint.left, between[0]), (between[-1], joint.right), (end, below)}
            recent = self.joints[self.joints_from :]
            self.joints[self.joints_from :] = [j for j in recent if (j.left, j.right) not in parted]
            for i, j in (end, between[0]), (between[-1], below):
                self.joints.append(Joint(i, j, "aside", 1.0))
        self.joints.append(joint)

    def _separate(self, i: int, j: int, after: str, rule: str) -> None:
        """Print `after` between two neighbours of the output, in place of what was there."""
        left, right = self.fragments[i], self.fragments[j]
        recent = self.steps[self.steps_from :]
        drops = [s for s in recent if s.start == left.end and s.before.strip()]  # stays dropped
        kept = [s for s in recent if s.start != left.end]
        if j != i + 1:
            kept += [replace(s, after="") for s in drops]
            if after:
                kept.append(Step(rule, left.end, left.end, "", after))
        elif drops:
            kept += [replace(s, after=after) for s in drops]
        elif not any(left.end < s.start < right.start for s in kept):
            before = self.dump[left.end : right.start]
            if before != after:
                kept.append(Step(rule, left.end, right.start, before, after))
        self.steps[self.steps_from :] = kept


def _ends(
    dump: str, fragments: Sequence[Fragment], order: Sequence[int], steps: Sequence[Step]
) -> list[Step]:
    """Blanks before a changed text are dropped, its last newline is kept."""
    found: list[Step] = []
    if not steps or not order:
        return found
    head = fragments[0].start
    inside = any(s.start < head for s in steps)
    if order[0] == 0 and head and not inside and not dump[:head].strip():
        found.append(Step("trim_start", 0, head, dump[:head], ""))
    last = fragments[order[-1]]
    if order[-1] != len(fragments) - 1 and dump.endswith("\n"):
        found.append(Step("end_text", last.end, last.end, "", "\n"))
    return found
