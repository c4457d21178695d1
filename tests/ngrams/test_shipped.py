"""The shipped models, on sentences of our own."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.ngrams import NgramModel
from tests.helpers import ROOT

JOINTS = {
    "zh": [
        ("昨天下午，市政府召开新闻发", "布会，介绍今年的工作情况。"),
        ("这条铁路全长三百多公里，预计明", "年底建成通车，沿线居民都很高兴。"),
        ("他在图书馆里坐了一整天，终于把那本", "书看完了，心里感到十分满足。"),
        ("代表團昨日抵達北京，開始為期三", "天的訪問，並會見有關部門負責人。"),
    ],
    "en": [
        ("The committee will meet again at the end of", "the month to decide on the budget."),
        ("She had never been able to", "forget what he told her that night."),
        ("Prices rose more than", "expected last year, the bank said."),
        ("They have been waiting for a long", "time and nobody came."),
    ],
    "de": [
        ("Der Ausschuss wird sich in der nächsten", "Woche noch einmal mit der Frage befassen."),
        ("Sie ging langsam die Straße hinunter und sah sich", "nicht um, bis sie am Ufer stand."),
        ("Das Gesetz tritt am Tage nach der", "Verkündung in Kraft."),
        ("Er hatte ihn schon seit vielen", "Jahren nicht mehr gesehen."),
    ],
    "fr": [
        ("Elle ouvrit la porte et regarda tout", "autour d’elle sans rien dire."),
        ("Le ministre a déclaré qu’il", "ne savait pas encore ce qui était arrivé."),
        ("Ils avaient marché pendant plusieurs", "heures avant de voir la mer."),
        ("Je ne puis vous dire combien je", "suis heureux de vous revoir."),
    ],
    "es": [
        ("El señor no quiso decir ni una", "palabra más sobre aquel asunto."),
        ("La casa estaba en silencio y no se oía más", "que el ruido de la lluvia."),
        ("Los vecinos del pueblo salieron a la", "calle para ver lo que pasaba."),
        ("Había llegado muy temprano por la mañana, con el", "fin de hablar con su hermano."),
    ],
    "it": [
        ("La vecchia signora non aveva mai", "veduto una cosa simile in vita sua."),
        ("Il conte uscì dalla stanza senza dire una", "parola e chiuse la porta."),
        ("Egli si era alzato di buon’ora per andare a", "trovare il suo amico."),
        ("Si sedettero tutti intorno alla", "tavola e cominciarono a mangiare."),
    ],
    "pt": [
        ("O velho levantou-se e foi até à", "janela para ver quem era."),
        ("Não havia ninguém na rua àquela hora da", "noite, e fazia muito frio."),
        ("O governo deve anunciar na próxima", "semana as novas medidas."),
        ("Ela respondeu que não sabia nada, mas que ia", "perguntar ao irmão mais velho."),
    ],
    "ru": [
        ("Он долго стоял у окна и смотрел на", "улицу, по которой шли люди."),
        ("Мать не сказала ему ни", "слова и вышла из комнаты."),
        ("Вчера вечером в город приехал новый", "учитель, человек еще молодой."),
        ("Никто не мог понять, в чем тут", "дело, и все молчали."),
    ],
    "ja": [
        ("彼は静かに立ち上がって、窓の外を眺め", "ていたが、やがて口を開いた。"),
        ("昨日の朝、私は久しぶりに母の手紙を受け取", "った。それは短い手紙だった。"),
        ("市長は記者会見で、来年度の計画につ", "いて詳しく説明した。"),
        ("子供たちは学校から帰ると、すぐに川へ遊び", "に行くことにしていた。"),
    ],
}


def score(model: NgramModel, lefts: list[str], rights: list[str]) -> np.ndarray:
    tails, tail_lens = model.tails([model.encode(text) for text in lefts])
    heads, head_lens = model.heads([model.encode(text) for text in rights])
    left, right = np.divmod(np.arange(len(lefts) * len(rights)), len(rights))
    given = model.crossing_log_prob(tails, tail_lens, heads, head_lens, left, right)
    alone = model.head_log_prob(heads, head_lens)
    return (given - alone[right]).sum(axis=1).reshape(len(lefts), len(rights))


@pytest.mark.parametrize("language", sorted(JOINTS))
def test_the_true_continuation_is_preferred(language: str) -> None:
    """Of the starts of four lines the true one scores highest after each end of a line."""
    lefts, rights = zip(*JOINTS[language], strict=True)
    scores = score(ngrams.load(language), list(lefts), list(rights))
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert (np.diag(scores) > 0).all()


@pytest.mark.parametrize("language", sorted(JOINTS))
def test_a_sentence_reads_better_than_its_units_shuffled(language: str) -> None:
    """Running text is likelier than the same units in another order."""
    model = ngrams.load(language)
    ids = model.encode("".join(f"{left} {right}\n" for left, right in JOINTS[language]))
    shuffled = np.random.default_rng(0).permutation(ids)
    assert model.sequence_log_prob(ids).mean() > model.sequence_log_prob(shuffled).mean() + 1


def test_probabilities_sum_to_one_as_nearly_as_quantisation_lets_them() -> None:
    """Over the whole vocabulary, after contexts of real text.

    Not so for the models of words: among 30,000 words a context meets some that a short
    fingerprint takes for known ones (docs/models.md).
    """
    model = ngrams.load("zh")
    ids = model.encode("".join(f"{left} {right}\n" for left, right in JOINTS["zh"]))
    size = model.ngrams.log_probs.size
    totals = []
    for end in range(0, ids.size, 3):
        context = ids[max(0, end - model.order + 1) : end]
        rows = np.full((size, model.order), -1, dtype=np.int32)
        rows[:, -1] = np.arange(size)
        rows[:, model.order - 1 - context.size : -1] = context
        log_probs = model.log_prob(rows, np.full(size, context.size))
        totals.append(np.exp(log_probs.astype(np.float64)).sum())
    assert np.median(totals) == pytest.approx(1, abs=0.03)
    assert np.mean(np.abs(np.array(totals) - 1) < 0.1) > 0.8


def test_after_a_full_stop_a_paragraph_may_end() -> None:
    """The break is far likelier after a sentence than within one."""
    model = ngrams.load("zh")
    after = [model.sequence_log_prob(model.encode(f"{text}\n"))[-1] for text in ("天。", "这条铁")]
    assert after[0] > after[1] + 4


def test_words_are_known_as_written_and_in_lower_case() -> None:
    """A joined word is told from a jumble; hyphens inside a word count."""
    model = ngrams.load("en")
    known = model.known_words(["government", "Government", "well-known", "govern-ment", "gvrnmet"])
    assert known.tolist() == [True, True, True, False, False]
    assert model.is_word("night") and not model.is_word("nigth")
    assert model.join_log_odds("govern", "ment") > 5
    assert model.join_log_odds("gov", "night") == 0
    assert model.word_log_prob(["the"])[0] > model.word_log_prob(["government"])[0]
    assert ngrams.load("de").is_word("Regierung")
    for language, word in (("es", "gobierno"), ("it", "governo"), ("pt", "noite"), ("ru", "город")):
        assert ngrams.load(language).is_word(word)
        assert not ngrams.load(language).is_word(word[1:] + word[0])
    assert ngrams.load("ru").is_word("хлѣбъ") and not ngrams.load("es").is_word("хлѣбъ")


def test_every_language_that_is_promised_is_there() -> None:
    """Nine languages, all shipped, within what a wheel may weigh with the encoders.

    n-grams and seam encoders 40 MB, stretch encoders 3 MB more.
    """
    assert set(JOINTS) <= set(ngrams.available())
    data = ROOT / "src" / "layoutfix" / "data"
    sizes = {path: path.stat().st_size for path in data.rglob("*.lf*")}
    stretch = sum(size for path, size in sizes.items() if path.suffix == ".lfst")
    assert 0 < stretch < 3e6
    assert sum(sizes.values()) - stretch < 40e6


def test_a_model_of_characters_has_no_words() -> None:
    """Chinese has no lexicon: nothing is known, and asking for a probability is an error."""
    model = ngrams.load("zh")
    assert not model.is_word("政府")
    assert model.join_log_odds("政", "府") == 0
    with pytest.raises(ValueError, match="has no lexicon"):
        model.word_log_prob(["政府"])


def test_nothing_to_score_is_no_error() -> None:
    """No lines, no pairs, empty texts."""
    for language in ngrams.available():
        model = ngrams.load(language)
        assert score(model, ["", "a"], ["", "b"]).shape == (2, 2)
        assert score(model, [], []).shape == (0, 0)
        assert model.sequence_log_prob(model.encode("")).shape == (0,)


@pytest.mark.parametrize("code", ngrams.available())
def test_a_word_that_is_not_known_has_the_floor(code: str) -> None:
    model = ngrams.load(code)
    assert model.lexicon is None or model.word_log_prob(["qzxvkjwq"])[0] == model.lexicon.unknown
