"""Measures how often the encoding of a short text is found: the table in docs/cli.md.

    python tools/measure_encodings.py

Passages of our own writing are cut into all windows of 10, 20, 50 and 200 characters, 3 characters
apart, encoded, and detected from the bytes alone. A detection is right if the text comes out as it
was. Windows in which every candidate gives the same bytes (pure ASCII) are left out.

The thresholds of readers/ were set on SEEN; the table is of UNSEEN, which was written afterwards.
`--seen` prints the table of the others.
"""
# ruff: noqa: E501 - the passages are prose

from __future__ import annotations

import sys

from charset_normalizer import from_bytes

from layoutfix.errors import InputError
from layoutfix.readers.encodings import decode

LENGTHS = (10, 20, 50, 200)
STEP = 3

SEEN = {
    "Chinese, simplified": (
        "昨天下午，河边的老茶馆重新开张，许多住在附近的居民带着孩子前来品尝新茶。店主介绍说，这座两层木楼建于上世纪三十年代，"
        "去年夏天的洪水冲坏了底层的墙面，修缮工作前后用了九个月。如今楼下卖茶，楼上辟为阅览室，陈列着街坊捐赠的旧书和老照片。"
        "市文物部门的工作人员表示，修复时尽量保留了原有的梁柱与窗格，只更换了腐朽的地板。",
        "本报讯 记者从交通局获悉，连接新城与港口的第二条电车线将于明年春季试运行，全长约十七公里，沿途设十二个车站。"
        "工程师说，轨道铺设已完成八成，剩余路段须等桥梁检测合格后方可施工。票价尚未确定，预计不会超过三元。"
        "沿线商户普遍欢迎这一计划，但也有人担心施工期间客流减少，希望政府给予租金补贴。",
        "山里的雪化得晚，四月的溪水仍然冰凉。老李每天清晨上山查看果树，记录花期和虫害，晚上再把数字抄进账本。"
        "他说，靠天吃饭的日子已经过去，如今种苹果也要懂得土壤和气象。合作社去年买了一台烘干机，残次果切片晒干，"
        "装袋后卖到外省，收入比鲜果还高。今年他打算带两个徒弟，把剪枝的手艺传下去。",
    ),
    "Chinese, traditional": (
        "昨天下午，河邊的老茶館重新開張，許多住在附近的居民帶著孩子前來品嚐新茶。店主介紹說，這座兩層木樓建於上世紀三十年代，"
        "去年夏天的洪水沖壞了底層的牆面，修繕工作前後用了九個月。如今樓下賣茶，樓上闢為閱覽室，陳列著街坊捐贈的舊書和老照片。"
        "文物部門的工作人員表示，修復時盡量保留了原有的樑柱與窗格，只更換了腐朽的地板。",
        "本報訊　記者從交通局獲悉，連接新城與港口的第二條電車線將於明年春季試運行，全長約十七公里，沿途設十二個車站。"
        "工程師說，軌道鋪設已完成八成，剩餘路段須等橋樑檢測合格後方可施工。票價尚未確定，預計不會超過三元。"
        "沿線商戶普遍歡迎這一計畫，但也有人擔心施工期間客流減少，希望政府給予租金補貼。",
        "山裡的雪化得晚，四月的溪水仍然冰涼。老李每天清晨上山查看果樹，記錄花期和蟲害，晚上再把數字抄進帳本。"
        "他說，靠天吃飯的日子已經過去，如今種蘋果也要懂得土壤和氣象。合作社去年買了一台烘乾機，殘次果切片曬乾，"
        "裝袋後賣到外地，收入比鮮果還高。今年他打算帶兩個徒弟，把剪枝的手藝傳下去。",
    ),
    "Japanese": (
        "昨日の午後、川沿いの古い茶店が九か月ぶりに営業を再開し、近所の人たちが新茶を味わった。二階建ての木造家屋は"
        "昭和の初めに建てられたもので、去年の夏の大水で一階の壁が崩れていた。店の主人は「柱も窓枠もできるだけ元の材を"
        "残した」と話している。二階は読書室となり、町内から寄せられた古い写真が並ぶ。",
        "新しい路面電車の試運転は来年の春に始まる見通しだ。全長およそ十七キロ、途中に十二の停留場を設ける。"
        "運賃はまだ決まっていないが、三百円を超えることはないという。沿線の商店からは歓迎の声が上がる一方、"
        "工事のあいだ客足が遠のくのではないかと心配する店主も少なくない。",
        "山の雪解けは遅く、四月になっても沢の水は冷たい。リンゴ農家のタナカさんは毎朝、園内を歩いて花の様子を確かめ、"
        "夜になるとノートに数字を書き写す。傷のある実は薄く切って乾燥させ、袋に詰めて都会の店へ送る。"
        "今年は若い弟子を二人とり、枝切りの技を教えるつもりだ。",
    ),
    "Korean": (
        "어제 오후 강가의 오래된 찻집이 아홉 달 만에 다시 문을 열었다. 이웃 주민들은 아이들을 데리고 와서 새로 나온 차를 "
        "맛보았다. 주인은 지난여름 홍수로 무너진 벽을 고치면서 기둥과 창틀은 되도록 옛것을 그대로 남겼다고 말했다. "
        "위층은 책을 읽는 방으로 꾸며 동네에서 기증한 사진을 걸어 두었다.",
        "신도시와 항구를 잇는 두 번째 전차 노선이 내년 봄에 시험 운행을 시작한다. 전체 길이는 약 십칠 킬로미터이며 "
        "정거장은 열두 곳이다. 요금은 아직 정해지지 않았으나 크게 오르지는 않을 전망이다. 상인들은 반기면서도 공사 "
        "기간에 손님이 줄어들까 걱정하고 있다. 시는 임대료를 일부 지원하는 방안을 검토하고 있다고 밝혔다.",
    ),
    "English": (
        "The old tea house by the river opened again yesterday – nine months after the flood – and half the street came "
        "to try the first flush. “We kept every beam we could,” said the owner, “and changed only the floor.” Upstairs "
        "there is now a reading room; the café’s regulars gave the books.",
        "Fares on the new tramway have not been settled, but nobody expects them to pass £3. The line’s twelve stops "
        "were chosen after a survey of 1,400 households, and its engineer — a Mr Dalgård — says four fifths of the "
        "track is laid. Shopkeepers fear a lean winter while the street is up; the council’s answer is a rebate.",
        "Snow goes late in those hills, and the beck is cold in April. ‘You can’t farm by the sky any more,’ he said, "
        "writing the day’s blossom count into a ledger. The bruised fruit is sliced, dried and bagged, and it earns "
        "more than the rest; this year’s naïve beginners will learn to prune before they learn to sell.",
    ),
    "German": (
        "Das alte Teehaus am Fluß hat gestern wieder geöffnet, neun Monate nach dem Hochwasser. Die Wirtin erklärte, "
        "man habe möglichst viele Balken erhalten und nur die Böden erneuert. Im Obergeschoß können Gäste nun Bücher "
        "lesen, welche die Nachbarn gestiftet haben; für Kinder gibt es größere Tische.",
        "Über die Fahrpreise der neuen Straßenbahn ist noch nicht entschieden. Zwölf Haltestellen sind geplant, die "
        "Strecke mißt ungefähr siebzehn Kilometer. Händler fürchten, daß während der Bauarbeiten die Kundschaft "
        "ausbleibt, und hoffen auf Zuschüsse. Die Behörde prüft, ob sie einen Teil der Mieten übernehmen könnte.",
        "Spät schmilzt der Schnee in den Hügeln, und im April ist das Wasser des Baches noch eisig. Täglich zählt der "
        "Obstbauer die Blüten und trägt abends die Zahlen ein. Äpfel mit Flecken werden getrocknet und verkauft, was "
        "mehr einbringt als frische Ware. Heuer möchte er zwei Lehrlinge aufnehmen, die das Schneiden üben.",
    ),
    "French": (
        "L’ancien salon de thé, au bord de la rivière, a rouvert hier après neuf mois de travaux. La propriétaire a tenu "
        "à conserver les poutres et les fenêtres d’origine ; seul le plancher, abîmé par la crue, a été remplacé. À "
        "l’étage, une bibliothèque accueille désormais les livres donnés par les voisins.",
        "Le prix du billet n’est pas encore fixé, mais il ne devrait pas dépasser trois francs. La ligne comptera douze "
        "arrêts sur dix-sept kilomètres ; les quatre cinquièmes de la voie sont déjà posés. Les commerçants, qui "
        "craignent une baisse de la fréquentation, réclament une aide où le loyer serait pris en charge.",
        "La neige fond tard là-haut, et l’eau du ruisseau reste glacée en avril. Chaque matin, le pomiculteur relève "
        "l’état des fleurs ; le soir, il recopie les chiffres dans un cahier. « On ne vit plus au gré du ciel », dit-il. "
        "Les fruits tachés sont séchés, mis en sachets et vendus à la ville, à meilleur prix que les autres.",
    ),
}

UNSEEN = {
    "Chinese, simplified": (
        "图书馆门前的银杏又黄了。退休教师周先生坐在长椅上，把报纸折成四折，一行一行地读。他说自己眼睛不好，只看大字标题，"
        "剩下的让孙女念给他听。上个星期，报上登了一则消息：城西的老邮局将改建成博物馆，征集旧信件和邮票。"
        "他翻出父亲留下的一只铁盒，里面有六十多封信，最早的一封写于民国二十五年，纸已经发脆，墨迹却还清楚。",
        "气象台预计，本周末将有一股冷空气南下，沿海地区最大风力可达八级，请渔船及时回港避风。农业专家提醒菜农注意大棚保温，"
        "夜间最低气温可能降到零下三度。铁路部门表示，列车暂时按照原定时刻运行，如有变动将另行公布。",
    ),
    "Chinese, traditional": (
        "圖書館門前的銀杏又黃了。退休教師周先生坐在長椅上，把報紙摺成四摺，一行一行地讀。他說自己眼睛不好，只看大字標題，"
        "剩下的讓孫女唸給他聽。上個星期，報上登了一則消息：城西的老郵局將改建成博物館，徵集舊信件和郵票。"
        "他翻出父親留下的一只鐵盒，裡面有六十多封信，最早的一封寫於民國二十五年，紙已經發脆，墨跡卻還清楚。",
        "氣象局預計，本週末將有一股冷空氣南下，沿海地區最大風力可達八級，請漁船及時回港避風。農業專家提醒菜農注意溫室保溫，"
        "夜間最低氣溫可能降到零下三度。鐵路局表示，列車暫時按照原定時刻行駛，如有變動將另行公佈。",
    ),
    "Japanese": (
        "図書館の前のイチョウが色づいた。元教師の男性はベンチに腰をおろし、新聞を小さく折って一行ずつ読んでいく。"
        "目が悪いので見出しだけ自分で読み、あとは孫に読んでもらうのだという。先週の紙面に、西の町の古い郵便局が"
        "博物館に生まれ変わるという記事が載った。古い手紙と切手を集めているそうだ。",
        "気象台によると、週末は強い寒気が南下し、沿岸では風が強まる見込み。漁船は早めに港へ戻るよう呼びかけている。"
        "夜の最低気温は氷点下三度まで下がるところもあり、農家はハウスの保温に追われている。列車は今のところ平常どおり。",
    ),
    "Korean": (
        "도서관 앞 은행나무가 또 노랗게 물들었다. 퇴직한 교사는 긴 의자에 앉아 신문을 접어 한 줄씩 읽는다. 눈이 나빠서 "
        "큰 제목만 보고 나머지는 손녀에게 읽어 달라고 한다. 지난주에는 서쪽의 옛 우체국이 박물관으로 바뀐다는 소식이 실렸다. "
        "기상청은 주말에 찬 공기가 내려와 바람이 강하게 불 것이라고 예보했다. 어선은 일찍 항구로 돌아오기 바란다.",
    ),
    "English": (
        "The ginkgos outside the library have turned again. A retired schoolmaster, M. Lefèvre, folds his paper into four "
        "and reads it line by line — “only the headlines,” he admits; his granddaughter does the rest. Last week’s "
        "news was the old post office: it’s to be a museum, and wants letters.",
        "Cold air is expected from the north this weekend, with gales on the coast and –3° inland. ‘Boats should be back "
        "by Friday,’ said the harbourmaster. Growers have been told to heat their glasshouses; a tonne of coal costs "
        "£48 this week, £5 more than last. Trains run as usual – so far, at any rate.",
    ),
    "German": (
        "Vor der Bücherei färben sich die Bäume. Ein früherer Lehrer sitzt täglich auf der Bank, faltet die Zeitung und "
        "liest Zeile für Zeile. Seine Augen seien schwächer geworden, erzählt er, das übrige läßt er sich von der "
        "Enkelin vorlesen. Vorige Woche hieß es, das alte Postgebäude werde Museum und suche Briefe.",
        "Am Wochenende stößt kältere Luft nach Süden vor; an der Küste sind Böen möglich. Die Fischer mögen rechtzeitig "
        "zurückkehren, rät die Hafenbehörde. Gärtner müssen ihre Gewächshäuser heizen, denn nächtlich drohen Fröste. "
        "Die Züge verkehren vorläufig planmäßig, Änderungen würden veröffentlicht.",
    ),
    "French": (
        "Devant la bibliothèque, les arbres ont jauni. Un ancien maître d’école, assis sur le banc, plie son journal et le "
        "lit ligne à ligne. Sa vue a baissé ; c’est sa petite-fille qui achève la lecture. La semaine dernière, on y "
        "annonçait que le vieux bureau de poste deviendrait un musée et cherchait des lettres.",
        "De l’air froid descendra du nord dès samedi, avec de fortes rafales sur la côte. « Que les bateaux rentrent tôt », "
        "prévient le capitaine du port. Les maraîchers doivent chauffer leurs serres, où l’on redoute la gelée. Les "
        "trains circulent comme prévu jusqu’à nouvel ordre.",
    ),
}

ENCODINGS = {
    "Chinese, simplified": ("gb18030", "utf-16-le"),
    "Chinese, traditional": ("big5", "gb18030", "utf-16-le"),
    "Japanese": ("shift_jis", "euc_jp", "utf-16-le"),
    "Korean": ("euc_kr",),
    "English": ("cp1252", "utf-16-be"),
    "German": ("latin-1", "utf-16-le"),
    "French": ("cp1252", "utf-16-le"),
}


def cut_windows(passages: tuple[str, ...], length: int, encoding: str) -> list[bytes]:
    """The windows of all passages that have something to detect, in an encoding."""
    text = "\n".join(passages)
    cut = (text[k : k + length] for k in range(0, len(text) - length + 1, STEP))
    encoded = [window.encode(encoding) for window in cut]
    return [data for data in encoded if encoding.startswith("utf-16") or not data.isascii()]


def is_found(data: bytes, encoding: str) -> tuple[bool, bool]:
    """Whether our detection gives the true text, and whether it says that it cannot tell."""
    try:
        return decode(data).text == data.decode(encoding), False
    except InputError:
        return False, True


def is_found_by_charset_normalizer(data: bytes, encoding: str) -> bool:
    """The same for charset-normalizer alone."""
    best = from_bytes(data).best()
    return best is not None and str(best) == data.decode(encoding)


def main() -> None:
    """Print the table as markdown."""
    passages = SEEN if "--seen" in sys.argv else UNSEEN
    print("| text | bytes in |", *(f" {n} characters |" for n in LENGTHS), sep="")
    print("|---|---|", "---|" * len(LENGTHS), sep="")
    for language, encodings in ENCODINGS.items():
        for encoding in encodings:
            cells = []
            for length in LENGTHS:
                windows = cut_windows(passages[language], length, encoding)
                if not windows:
                    cells.append(" |")
                    continue
                ours = [is_found(w, encoding) for w in windows]
                peer = [is_found_by_charset_normalizer(w, encoding) for w in windows]
                right = 100 * sum(found for found, _ in ours) / len(ours)
                refused = 100 * sum(refusal for _, refusal in ours) / len(ours)
                share = f" {right:.0f}" + (f" ({refused:.0f} refused)" if refused else "")
                cells.append(f"{share} / {100 * sum(peer) / len(peer):.0f} |")
            print(f"| {language} | {encoding} |", *cells, sep="")


if __name__ == "__main__":
    main()
