"""Scorers of the user's own: loaded from their paths, asked, refused in one sentence."""

from __future__ import annotations

import importlib.util
import json
import math
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
import pytest

import layoutfix
from layoutfix import InputError
from layoutfix.scorers import Scorer, check_scorer_path, loading, settle_scorer
from tests.helpers import FIXTURES, assert_promises

LETTERS = "abcdefghijklmnopqrstuvwxyz ."

needs_transformers = pytest.mark.skipif(
    importlib.util.find_spec("transformers") is None or importlib.util.find_spec("torch") is None,
    reason="the extra `scorer` (transformers, torch) is not installed",
)


@pytest.fixture(autouse=True)
def _forget_scorers() -> None:
    loading.load_scorer_once.cache_clear()


@pytest.fixture(scope="session")
def gpt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a GPT-2 of one layer over single letters, as transformers saves it."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    words = ["<s>", "<unk>", *LETTERS]
    tokens = Tokenizer(WordLevel({w: k for k, w in enumerate(words)}, unk_token="<unk>"))
    tokens.pre_tokenizer = Split("", "isolated")
    torch.manual_seed(1)
    config = GPT2Config(
        vocab_size=len(words), n_positions=16, n_embd=8, n_layer=1, n_head=2,
        bos_token_id=0, eos_token_id=0,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("scorers") / "gpt"
    model = GPT2LMHeadModel(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(20.0)  # else all tokens are as likely
    model.save_pretrained(folder)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokens, bos_token="<s>", eos_token="<s>", unk_token="<unk>"
    )
    fast.save_pretrained(folder)
    return folder


def _likelihood(folder: Path, text: str) -> float:
    """The log-likelihood of letters behind the mark of the beginning, one position at a time."""
    import torch
    from transformers import GPT2LMHeadModel

    model = GPT2LMHeadModel.from_pretrained(folder).eval()
    ids = [0, *(LETTERS.index(c) + 2 for c in text)]
    total = 0.0
    for k in range(1, len(ids)):
        with torch.no_grad():
            logits = model(torch.tensor([ids[:k]])).logits[0, -1].double()
        total += float(logits.log_softmax(0)[ids[k]])
    return total


@needs_transformers
class TestFolders:
    """Folders that transformers loads."""

    def test_the_chain_rule_holds(self, gpt: Path) -> None:
        """What a continuation is worth behind a context is the whole's worth less the context's."""
        scorer = settle_scorer(gpt)
        assert isinstance(scorer, Scorer)
        found = scorer.score("the ", ["ferry", "clerk", ""])
        both = [_likelihood(gpt, "the " + word) for word in ("ferry", "clerk")]
        known = _likelihood(gpt, "the ")
        assert found == pytest.approx([both[0] - known, both[1] - known, 0.0], abs=1e-4)
        assert scorer.score("", ["the "])[0] == pytest.approx(known, abs=1e-4)
        assert abs(found[0] - found[1]) > 0.01

    def test_what_it_cannot_see_is_cut_off_on_the_left(self, gpt: Path) -> None:
        """Sixteen positions: the mark of the beginning, ten letters above, five below."""
        scorer = settle_scorer(gpt)
        assert scorer is not None
        far = "z" * 40 + "the ferry "
        assert scorer.score(far, ["clerk"]) == scorer.score("the ferry ", ["clerk"])
        assert math.isfinite(scorer.score(far, ["k" * 99])[0])

    def test_it_is_loaded_once(self, gpt: Path) -> None:
        """The second call gets the same object, and a pickle is its path."""
        scorer = settle_scorer(gpt)
        assert settle_scorer(str(gpt)) is scorer
        assert len(pickle.dumps(scorer)) < 1000
        assert pickle.loads(pickle.dumps(scorer)) is scorer

    def test_fix_takes_its_path(self, gpt: Path) -> None:
        """A page in columns comes out under all promises, by one process and by two."""
        dump = (FIXTURES / "dumps" / "zh-two-columns.txt").read_text(encoding="utf-8")
        result = layoutfix.fix(dump, scorer=gpt)
        assert_promises(result)
        assert [*layoutfix.fix_many([dump] * 2, jobs=2, scorer=gpt)] == [result] * 2

    def test_weights_that_are_missing_are_told(self, gpt: Path, tmp_path: Path) -> None:
        """A config.json alone is no model."""
        (tmp_path / "config.json").write_bytes((gpt / "config.json").read_bytes())
        with pytest.raises(InputError, match="cannot be loaded") as told:
            settle_scorer(tmp_path)
        assert str(tmp_path) in str(told.value)
        assert "\n" not in str(told.value)


class FakeLlama:
    """What `llama_cpp.Llama` does for four tokens; the next one is likely the same once more."""

    made: ClassVar[list[dict[str, Any]]] = []

    def __init__(self, path: str, **options: Any) -> None:
        if b"damaged" in Path(path).read_bytes():
            raise ValueError(f"Failed to load model from file: {path}")
        self.made.append(options)
        self.n_tokens = 0
        self.scores = np.zeros((options["n_ctx"], 256), np.float32)

    def tokenize(self, text: bytes, add_bos: bool = True, special: bool = False) -> list[int]:
        return [1, *text] if add_bos else [*text]

    def token_bos(self) -> int:
        return 1

    def reset(self) -> None:
        self.n_tokens = 0

    def eval(self, tokens: Sequence[int]) -> None:
        assert self.n_tokens + len(tokens) <= len(self.scores)
        for token in tokens:
            self.scores[self.n_tokens] = 0.0
            self.scores[self.n_tokens, token] = 5.0
            self.n_tokens += 1


@pytest.fixture
def llama(monkeypatch: pytest.MonkeyPatch) -> type[FakeLlama]:
    """A module `llama_cpp`, in place of the real one: its interface of 0.3."""
    module = ModuleType("llama_cpp")
    module.Llama = FakeLlama  # type: ignore[attr-defined]
    module.__spec__ = importlib.util.spec_from_loader("llama_cpp", None)
    monkeypatch.setitem(sys.modules, "llama_cpp", module)
    monkeypatch.setattr(FakeLlama, "made", [])
    return FakeLlama


def _write_gguf(path: Path, rest: bytes = b"") -> Path:
    path.write_bytes(b"GGUF" + rest)
    return path


class TestGguf:
    """Files that llama.cpp loads, by a module made here in its place."""

    def test_each_token_is_scored_behind_those_before(
        self, llama: type[FakeLlama], tmp_path: Path
    ) -> None:
        """A letter that is repeated is 5 nats likelier than any other of 256."""
        scorer = settle_scorer(_write_gguf(tmp_path / "own.gguf"))
        assert scorer is not None
        total = math.log(255 + math.exp(5))
        found = scorer.score("a", ["aa", "ab", ""])
        assert found == pytest.approx([10 - 2 * total, 5 - 2 * total, 0.0])
        assert llama.made[0]["logits_all"] is True
        assert math.isfinite(scorer.score("a" * 9000, ["b" * 9000])[0])

    def test_a_damaged_file_is_told(self, llama: type[FakeLlama], tmp_path: Path) -> None:
        """What llama.cpp says of a file stands behind its name."""
        with pytest.raises(InputError, match="cannot be loaded"):
            settle_scorer(_write_gguf(tmp_path / "own.gguf", b"damaged"))


class TestRefused:
    """What is no scorer is refused in one sentence."""

    def test_a_path_that_is_missing(self, tmp_path: Path) -> None:
        """The path is named."""
        with pytest.raises(InputError, match=r"none.*No such file"):
            layoutfix.fix("A page.", scorer=tmp_path / "none")

    def test_a_folder_or_file_that_is_no_model(self, tmp_path: Path) -> None:
        """It is said what a model is."""
        (tmp_path / "notes.txt").write_text("no model")
        for path in (tmp_path, tmp_path / "notes.txt"):
            with pytest.raises(InputError, match=r"config\.json"):
                check_scorer_path(path)

    @pytest.mark.parametrize(("extra", "module"), [("scorer", "torch"), ("llama", "llama_cpp")])
    def test_an_extra_that_is_not_installed(
        self, extra: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is said how to install it, before anything is loaded."""
        path = tmp_path / "model"
        if extra == "llama":
            _write_gguf(path)
        else:
            path.mkdir()
            (path / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        with pytest.raises(InputError, match=rf"{module}.*layoutfix\[{extra}\]"):
            check_scorer_path(path)

    def test_an_object_without_score(self) -> None:
        """A TypeError, as for other arguments of the wrong kind."""
        with pytest.raises(TypeError, match="score"):
            layoutfix.fix("A page.", scorer=3)  # type: ignore[arg-type]
