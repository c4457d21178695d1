"""The scan of a page: its resolution, and what a press, paper and a scanner do to it."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Image: TypeAlias = "NDArray[np.uint8]"

CLEAN_DPI = 144
_LEAST_EM = 17
"""Pixels: a scan with smaller type than this is not drawn; no engine would read it."""
_MOST_PIXELS = 5_000_000


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to the image of a page; 0 is nothing.

    skew    degrees, counter-clockwise
    blur    standard deviation of a Gaussian, pixels
    noise   standard deviation of grey values, of 255
    jpeg    quality, 0 for none
    bleed   how much of the other side shows, of 1
    curve   how far the lines bow, pixels
    """

    dpi: int = CLEAN_DPI
    skew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    jpeg: int = 0
    bleed: float = 0.0
    curve: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether nothing is done."""
        return self == Damage()

    def to_data(self) -> dict[str, Any]:
        """The fields as plain data, with `clean`."""
        return {**asdict(self), "clean": self.is_clean}


def draw_damage(rng: random.Random) -> Damage:
    """Half of the pages are clean; the others have some kinds of damage each."""
    if rng.random() < 0.5:
        return Damage()
    return Damage(
        dpi=rng.choice((100, 120, 150, 150, 200, 200, 250, 300)),
        skew=round(rng.uniform(-1.5, 1.5), 2) if rng.random() < 0.5 else 0.0,
        blur=round(rng.uniform(0.4, 1.3), 2) if rng.random() < 0.5 else 0.0,
        noise=round(rng.uniform(3, 22), 1) if rng.random() < 0.5 else 0.0,
        jpeg=rng.randrange(25, 80) if rng.random() < 0.6 else 0,
        bleed=round(rng.uniform(0.05, 0.22), 2) if rng.random() < 0.25 else 0.0,
        curve=round(rng.uniform(2, 9), 1) if rng.random() < 0.2 else 0.0,
    )


def fitting_dpi(dpi: int, least_size_px: float, area_points: float) -> int:
    """A resolution at which the smallest type is legible and the image not too large.

    `least_size_px` is the size of the page's body in the browser, `area_points` that of the page.

    >>> fitting_dpi(100, 14, 1e5), fitting_dpi(300, 18, 1e6)
    (116, 160)
    """
    least = int(_LEAST_EM * 96 / least_size_px)
    most = int(72 * (_MOST_PIXELS / area_points) ** 0.5)
    return min(max(dpi, least), max(most, least))


def degrade(image: Image, damage: Damage, rng: np.random.Generator) -> Image:
    """A grey image as a scanner would give it; the noise comes from `rng`."""
    import cv2  # noqa: PLC0415 - the pure parts run without it

    high, wide = image.shape
    work: Any = image
    if damage.bleed:
        back = cv2.GaussianBlur(np.ascontiguousarray(image[:, ::-1]), (0, 0), 2.0)
        work = np.minimum(work, 255 - damage.bleed * (255.0 - back)).astype(np.uint8)
    if damage.curve:
        x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
        bow = damage.curve * np.sin(np.pi * x / wide) * (0.3 + 0.7 * y / high)
        work = cv2.remap(work, x, y + bow.astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,))
    if damage.skew:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), damage.skew, 1.0)
        work = cv2.warpAffine(work, turn, (wide, high), borderValue=(255,))
    if damage.blur:
        work = cv2.GaussianBlur(work, (0, 0), damage.blur)
    if damage.noise:
        grain = damage.noise * rng.standard_normal(work.shape, dtype=np.float32)
        work = np.clip(work.astype(np.float32) * 0.94 + grain, 0, 255).astype(np.uint8)
    if damage.jpeg:
        _, data = cv2.imencode(".jpg", work, [cv2.IMWRITE_JPEG_QUALITY, damage.jpeg])
        work = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    made: Image = work
    return made
