// What the page says, in its languages. {n} and its like are filled in.
export const WORDS = {
  en: {
    skip: "To the repaired text", papers: "Texts", tools: "Tools", previous: "Previous text", next: "Next text",
    undo: "Undo", redo: "Redo", anew: "Seek anew", running: "Running text", help: "Help", save: "Save",
    anewHint: "Seek the order anew with all corrections, so that they tell of other lines, too; off: only what you correct changes",
    other: "中文", dump: "Dump, as it came", repaired: "Repaired text", doubtful: "Doubtful joints",
    noDoubt: "No doubtful joint is left.", lineTools: "These lines", close: "Close", cancel: "Cancel", cut: "Cut here",
    progress: "{saved} of {count} saved, {doubtful} doubtful left", verdict: "{verdict}.",
    sure: "{share} sure", doubt: "? {share}", goesOn: "goes on with:", comesAfter: "comes after:",
    accept: "Right as it is", part: "Not so", noRivals: "No other line fits.",
    heading: "heading", body: "text", list: "list", table: "table", verse: "verse", caption: "caption", aside: "aside",
    sheets: "The page, by the boxes of its lines", sheet: "Page {n}: its lines, numbered as they are read", scan: "Boxes",
    linking: "… {line} goes on in: click the line, in either pane, or go to it and press Enter.", goesOnIn: "Goes on in …", breakHere: "Paragraph begins", goOn: "Goes on", cutRow: "Cut row", joinRow: "Join with next piece",
    moved: "{n} lines follow another now; {doubtful} doubtful left ({ms} ms).", unmoved: "Taken note; nothing moved; {doubtful} doubtful left ({ms} ms).",
    saved: "Written: {names}.", carried: "{n} lines are taken: go to a line and press v to set them below it, Escape to let go.",
    carriedNone: "Nothing is taken: select lines and press x first.", solving: "Reading the page …",
    outdated: "This text was changed in another tab; this one shows it now as it is.",
    lost: "The review has ended, or cannot be reached: start it again; corrections are kept in FILE.pins.json.",
    readOnly: "This page is a copy to be read: nothing can be changed in it.",
    cutTitle: "Cut a row at a character", cutText: "Set the caret between the two characters where two columns meet.",
    helpTitle: "Keys", helpText: "Lines can be dragged to another place; a label at the margin drags its whole paragraph. Every correction is kept at once in FILE.pins.json; Save writes text and record.",
    join: "one word or sentence goes on", space: "the sentence goes on", hyphen: "a broken word", line: "next line of a list or table",
    paragraph: "a paragraph ends", gap: "something is lost here", article: "another article",
    kindheading: "a heading begins or ends", kindaside: "an aside stands here",
    keys: [["n  p", "next, previous doubtful joint"], ["1 … 9", "take the rival of this number"], ["y  Enter", "this joint is right as it is"], ["d", "these two do not belong together"],
      ["↑  ↓", "line above, below; with Shift: select several"], ["x  v", "take the selected lines; set them below this one"], ["f", "this line goes on in the line that is chosen next; what follows that comes with it"], ["Alt+↑  Alt+↓", "move the selected lines up, down"],
      ["s  j", "a paragraph begins here; goes on here"], ["c  m", "cut the row at a character; join the piece with the next of its row"],
      ["h b k a t l", "heading, text, caption, aside, table, list"], ["u  U", "undo, redo (also Ctrl+Z, Ctrl+Y)"], ["Ctrl+S", "save text, record and pins"], ["[  ]", "previous, next text"], ["g  +  −", "boxes of the page or dump; larger, smaller"], ["r  ?", "running text; this help"]],
  },
  zh: {
    skip: "跳到修复后的文字", papers: "文件", tools: "工具", previous: "上一篇", next: "下一篇",
    undo: "撤销", redo: "重做", anew: "重新求序", running: "连排", help: "帮助", save: "保存",
    anewHint: "用全部更正重新求阅读顺序，其他行也可能随之改变；关闭时只改动您更正之处",
    other: "English", dump: "原始文字", repaired: "修复后的文字", doubtful: "存疑的衔接",
    noDoubt: "没有存疑的衔接了。", lineTools: "所选各行", close: "关闭", cancel: "取消", cut: "在此切开",
    progress: "已保存 {saved} / {count}，尚有 {doubtful} 处存疑", verdict: "{verdict}.",
    sure: "把握 {share}", doubt: "？{share}", goesOn: "下接：", comesAfter: "上承：",
    accept: "无误", part: "不相接", noRivals: "没有其他合适的行。",
    heading: "标题", body: "正文", list: "列表", table: "表格", verse: "诗行", caption: "图注", aside: "旁文",
    sheets: "版面（各行的位置）", sheet: "第 {n} 页：各行按阅读顺序编号", scan: "版面",
    linking: "{line}下接：点选左右任一边的行，或移到该行按回车。", goesOnIn: "下接……", breakHere: "另起一段", goOn: "不分段", cutRow: "切开此行", joinRow: "与下一块合并",
    moved: "{n} 行换了上文；尚有 {doubtful} 处存疑（{ms} 毫秒）。", unmoved: "已记下，顺序未变；尚有 {doubtful} 处存疑（{ms} 毫秒）。",
    saved: "已写入：{names}。", carried: "已取 {n} 行：移到某行按 v 放在其下，按 Esc 放弃。",
    carriedNone: "尚未取行：先选行再按 x。", solving: "正在读取页面……",
    outdated: "此文件已在另一标签页中更改，这里已显示最新内容。",
    lost: "校对服务已停止或无法连接：请重新启动；更正都保存在 FILE.pins.json 中。",
    readOnly: "此页是只读副本，不能修改。",
    cutTitle: "在某字处切开此行", cutText: "把光标放在两栏相接的两个字之间。",
    helpTitle: "按键", helpText: "各行可以拖到别处；拖动边上的标签可移动整段。每次更正即时存入 FILE.pins.json；“保存”写出文字与记录。",
    join: "文句相连", space: "文句相连", hyphen: "断开的词", line: "列表或表格的下一行",
    paragraph: "段落结束", gap: "此处有缺失", article: "另一篇文章",
    kindheading: "标题的始末", kindaside: "此处为旁文",
    keys: [["n  p", "下一处、上一处存疑的衔接"], ["1 … 9", "选用该编号的候选"], ["y  Enter", "此衔接无误"], ["d", "两者不相接"],
      ["↑  ↓", "上一行、下一行；按住 Shift 选多行"], ["x  v", "取所选各行；放在此行之下"], ["f", "此行下接随后所选的行，其后各行一并移来"], ["Alt+↑  Alt+↓", "所选各行上移、下移"],
      ["s  j", "此处另起一段；此处不分段"], ["c  m", "在某字处切开此行；与同行下一块合并"],
      ["h b k a t l", "标题、正文、图注、旁文、表格、列表"], ["u  U", "撤销、重做（或 Ctrl+Z、Ctrl+Y）"], ["Ctrl+S", "保存文字、记录与更正"], ["[  ]", "上一篇、下一篇"], ["g  +  −", "版面或原始文字；放大、缩小"], ["r  ?", "连排；本帮助"]],
  },
};

let language = "en";

export function speak(code) {
  language = code;
  document.documentElement.lang = code === "zh" ? "zh-Hans" : "en";
}

export function spoken() {
  return language;
}

export function say(key, values = {}) {
  const text = WORDS[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export function keysTold() {
  return WORDS[language].keys;
}
