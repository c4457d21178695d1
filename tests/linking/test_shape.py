"""What single lines look like."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix.linking.shape import texts_to_shapes
from layoutfix.script import Script


@pytest.mark.parametrize("text", ["12.", "(a)", "iv)", "三、", "（十二）", "b:", "１．"])
def test_the_number_of_an_item_alone_is_known(text: str) -> None:
    assert texts_to_shapes([text], np.ones(1, np.float32), script=Script.SPACED).is_number.all()


@pytest.mark.parametrize("text", ["12", "he.", "3.5", "第一", "3. Chairs", "三、门禁", "a", "..."])
def test_other_lines_are_no_number_of_an_item(text: str) -> None:
    assert not texts_to_shapes([text], np.ones(1, np.float32), script=Script.SPACED).is_number.any()
