"""What is known of each language: its share of pages, its faces, the words of its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the factory.

    share    of all pages, in percent
    model    the language of the shipped models whose corpora it is read from
    folders  where sources of these corpora begin, empty where all are its own
    tess     what tesseract calls it
    faces    fonts of body text, the commonest first
    heads    running heads, with year, month, day and page
    page     a page number alone
    abstract, references   headings of a paper
    labels   of notices
    names    of authors
    """

    share: int
    model: str
    tess: str
    faces: tuple[str, ...]
    heads: tuple[str, ...]
    page: str
    abstract: str
    references: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    folders: tuple[str, ...] = ()

    @property
    def is_cjk(self) -> bool:
        """Whether its words are not parted by spaces."""
        return self.model in {"zh", "ja"}


_LATIN = ("Noto Serif", "Liberation Serif", "Noto Sans", "Liberation Sans", "DejaVu Serif")

LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "zh-Hans": Language(
            *(40, "zh", "chi_sim"),
            ("Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UKai CN", "WenQuanYi Zen Hei"),
            ("{}年{}月{}日 星期四 第{}版 要闻", "晨报 {}年{}月{}日 第{}版 综合", "{}.{}.{} 第{}版"),
            *("第{}版", "摘要", "参考文献"),
            ("招聘", "遗失声明", "公告", "出租", "转让", "寻人", "注销公告"),
            ("张伟", "王芳", "李娜", "刘洋", "陈静", "赵敏"),
            ("zh-Hans/",),
        ),
        "zh-Hant": Language(
            *(10, "zh", "chi_tra"),
            ("Noto Serif CJK TC", "Noto Sans CJK TC", "AR PL UKai TW"),
            ("{}年{}月{}日 星期四 第{}版", "晨報 {}年{}月{}日 第{}頁 綜合"),
            *("第{}版", "摘要", "參考文獻"),
            ("徵才", "遺失聲明", "公告", "出租", "轉讓", "尋人"),
            ("張偉", "王芳", "李娜", "劉洋", "陳靜", "趙敏"),
            ("zh-Hant/",),
        ),
        "en": Language(
            *(15, "en", "eng", _LATIN),
            ("THE MORNING COURIER, {}-{}-{}   Page {}", "The Evening Post {}/{}/{}   {}"),
            *("Page {}", "Abstract", "References"),
            ("WANTED", "FOR SALE", "TO LET", "LOST", "NOTICE", "POSITIONS VACANT"),
            ("J. Miller", "A. Brown", "S. Wilson", "R. Clark", "E. Hughes"),
        ),
        "de": Language(
            *(7, "de", "deu", _LATIN),
            ("Morgenblatt, {}-{}-{}   Seite {}", "Abendzeitung {}.{}.{}   {}"),
            *("Seite {}", "Zusammenfassung", "Literatur"),
            ("Gesucht", "Zu verkaufen", "Zu vermieten", "Verloren", "Bekanntmachung"),
            ("H. Müller", "K. Schneider", "A. Fischer", "M. Weber"),
        ),
        "fr": Language(
            *(7, "fr", "fra", _LATIN),
            ("Le Courrier du matin, {}-{}-{}   Page {}", "Le Soir {}/{}/{}   {}"),
            *("Page {}", "Résumé", "Bibliographie"),
            ("ON DEMANDE", "À VENDRE", "À LOUER", "PERDU", "AVIS"),
            ("J. Martin", "P. Bernard", "C. Dubois", "A. Moreau"),
        ),
        "es": Language(
            *(5, "es", "spa", _LATIN),
            ("El Correo, {}-{}-{}   Página {}", "La Mañana {}/{}/{}   {}"),
            *("Página {}", "Resumen", "Referencias"),
            ("SE BUSCA", "SE VENDE", "SE ALQUILA", "AVISO", "EMPLEO"),
            ("J. García", "M. López", "A. Pérez", "C. Ruiz"),
        ),
        "it": Language(
            *(4, "it", "ita", _LATIN),
            ("Il Corriere, {}-{}-{}   Pagina {}", "La Sera {}/{}/{}   {}"),
            *("Pagina {}", "Sommario", "Bibliografia"),
            ("CERCASI", "VENDESI", "AFFITTASI", "AVVISO", "SMARRITO"),
            ("G. Rossi", "M. Russo", "A. Ferrari", "L. Esposito"),
        ),
        "pt": Language(
            *(4, "pt", "por", _LATIN),
            ("O Correio, {}-{}-{}   Página {}", "A Manhã {}/{}/{}   {}"),
            *("Página {}", "Resumo", "Referências"),
            ("PROCURA-SE", "VENDE-SE", "ALUGA-SE", "AVISO", "EMPREGO"),
            ("J. Silva", "M. Santos", "A. Oliveira", "P. Costa"),
        ),
        "ru": Language(
            *(4, "ru", "rus", _LATIN),
            ("Утренняя газета, {}-{}-{}   Стр. {}", "Вечерние новости {}.{}.{}   {}"),
            *("Стр. {}", "Аннотация", "Литература"),
            ("ТРЕБУЕТСЯ", "ПРОДАЁТСЯ", "СДАЁТСЯ", "ОБЪЯВЛЕНИЕ"),
            ("И. Иванов", "П. Петров", "А. Смирнова", "М. Орлов"),
        ),
        "ja": Language(
            *(4, "ja", "jpn", ("Noto Serif CJK JP", "Noto Sans CJK JP")),
            ("{}年{}月{}日 木曜日 第{}面 総合", "朝報 {}年{}月{}日 ({})"),
            *("({})", "要旨", "参考文献"),
            ("求人", "売ります", "貸家", "公告", "尋ね人"),
            ("佐藤健", "鈴木恵", "高橋誠", "田中実"),
        ),
    }
)
"""The languages and their shares, which add up to 100."""
