// The verdict of a text in the language of the page: its English sentences, phrase by phrase.
import { spoken } from "./words.js";

const CHINESE = [
  [/^empty$/, "空白"], [/^left alone$/, "未作改动"], [/^repaired, ([\d,]+) edits?$/, "已修复，改动 $1 处"],
  [/^reordered ([\d,]+) columns?/, "已按 $1 栏重排"], [/^reordered blocks/, "已按块重排"],
  [/, ([\d,]+) doubtful joints? of (\d+)/, "，$2 处衔接中存疑 $1 处"], [/, dropped ([\d,]+) marks?/, "，删去符号 $1 个"],
  [/([\d,]+) cuts in fused rows may be a word off: /, "粘连行有 $1 处切口可能差一个词："],
  [/a cut in a fused row may be a word off: /, "粘连行有一处切口可能差一个词："],
  [/columns may be in the wrong order: /, "各栏次序可能有误："], [/paragraphs may be in the wrong order: /, "各段次序可能有误："],
  [/line (\d+) after line (\d+),? ?/g, "第 $1 行接第 $2 行；"], [/；$/, ""], [/； ?and (\d+) more$/, "，另有 $1 处"],
  [/lines (\d+(?:, \d+)*) and (\d+) more/, "第 $1 行及另外 $2 处"], [/lines (\d+(?:, \d+)*) and (\d+)/, "第 $1、$2 行"], [/line (\d+)/, "第 $1 行"],
  [/two columns may swap from (.+) on$/, "自$1起两栏可能互换"], [/text may be missing after (.+)$/, "$1之后可能有缺失"],
  [/: /, "："], [/(\d), (?=\d)/g, "$1、"],
];

// The sentence, and the code of its language: one that is not known in Chinese stays as it is.
export function sayVerdict(verdict) {
  if (spoken() !== "zh") return [verdict, "en"];
  const said = CHINESE.reduce((text, [from, to]) => text.replace(from, to), verdict);
  return /[a-z]/.test(said) ? [verdict, "en"] : [said, "zh-Hans"];
}
