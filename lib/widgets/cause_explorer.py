"""An effect by its cause: a slider on the cause, the picture of one run, and the effect over all settings.

One figure for every kind of bias. The picture has one of two forms: shares of two groups as bars, or lines over time or
another quantity. Beside it the curve of the effect, on it a point at the present setting; above both a sentence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np
import traitlets

from lib.widgets.base import Explorer, State, check_shape, read, script

#: Lines of a picture that have a look of their own; there is none for a fourth.
_LOOKS = 3
Run = tuple[float, Mapping[str, Sequence[float] | np.ndarray]]


class CauseExplorer(Explorer):
    """A slider on a cause; what it does in a sentence, as bars or lines of a run, and as a point on a curve."""

    _esm = script("cause_explorer.js")
    _css = read("explorer.css") + read("rates.css") + read("causes.css")
    controls: ClassVar[tuple[str, ...]] = ("level",)
    level = traitlets.Int().tag(sync=True)
    knob = traitlets.Unicode(help="what the slider moves").tag(sync=True)
    levels = traitlets.List(help="each cause in words").tag(sync=True)
    names = traitlets.List(help="of the rows of bars, or of the lines").tag(sync=True)
    groups = traitlets.List(help="the two groups of the bars; of lines, none").tag(sync=True)
    ends = traitlets.List(help="of lines, where they begin and end").tag(sync=True)
    effect = traitlets.Unicode(help="what the curve shows").tag(sync=True)
    curve = traitlets.Dict(help="the effect as heights in the chart: mean, lowest and highest run").tag(sync=True)
    note = traitlets.Unicode(help="how to read the curve").tag(sync=True)
    scale = traitlets.Dict(help="a hundred times the effect at the chart's upper and lower end").tag(sync=True)

    def __init__(
        self,
        causes: np.ndarray,
        gaps: np.ndarray,
        pictures: Mapping[str, np.ndarray],
        *,
        label: str,
        knob: str,
        effect: str,
        sentence: str,
        level: int = 0,
        at: str = "{:.0%}",
        show: str = "{} points",
        groups: Sequence[str] = ("group A", "group B"),
        ends: Sequence[str] = (),
        anew: Callable[[float, int], Run] | None = None,
    ) -> None:
        """Show runs of a simulation, as of `lib.experiments.causes.over`.

        Args:
            causes: `(K,)` rising; K ≥ 2.
            gaps: `(K, seeds)`, the effect in each run; the first seed's is the one that is shown.
            pictures: what that run shows, values in [0, 1]. Bars: by the row's title, `(K, 2)` shares of both groups.
                Lines: by name, `(K, points)`, or `(K, lines, points)` where several lines look alike; at most three.
            label: what is to be seen, for those who do not see it.
            knob: what the slider moves.
            effect: what `gaps` measure.
            sentence: what a setting does, with `{cause}` and `{gap}` where the two are told.
            level: number of the cause at which the slider stands at first.
            at: how a cause is told.
            show: how a hundred times a gap is told.
            groups: the two names, for bars.
            ends: what lies at the left and at the right end of the lines; empty: the pictures are bars.
            anew: `(cause, seed) -> (gap, picture)`, called while a kernel runs: every move of the slider is then
                another run, with a seed of its own.

        Raises:
            ValueError: shapes do not belong together, causes do not rise, values lie outside [0, 1], there are other
                than two groups or ends, or too many lines.
        """
        _check(causes, gaps, pictures, level, groups=groups, ends=ends)
        self._causes, self._gaps, self._pictures = causes, gaps, dict(pictures)
        self._sentence, self._show, self._anew, self._runs = sentence, show, anew, gaps.shape[1]
        low, high = _span(gaps)
        self._height = lambda gap: round(float((gap - low) / (high - low)), 3)
        rows = {"mean": gaps.mean(axis=1), "low": gaps.min(axis=1), "high": gaps.max(axis=1)}
        super().__init__(
            label=label,
            knob=knob,
            effect=effect,
            level=level,
            levels=[at.format(cause) for cause in causes],
            names=list(pictures),
            groups=[] if ends else list(groups),
            ends=list(ends),
            curve={name: [self._height(gap) for gap in values] for name, values in rows.items()},
            note=f"Point: the run that is shown. Line and band: mean, lowest and highest of {gaps.shape[1]} runs.",
            scale={"high": _number(high), "low": _number(low)},
        )
        self.begin()

    def choices(self) -> Iterator[tuple[int]]:
        """Return every cause."""
        return ((level,) for level in range(len(self.levels)))

    def state(self, level: int) -> State:
        """Return the picture and the effect of the recorded run at a cause."""
        picture = {name: values[level] for name, values in self._pictures.items()}
        return self._state(level, float(self._gaps[level, 0]), picture)

    def live(self, level: int) -> State:
        """Return the same of another run, where the figure knows how to make one."""
        if self._anew is None:
            return self.state(level)
        self._runs += 1
        return self._state(level, *self._anew(float(self._causes[level]), self._runs - 1))

    def still(self) -> list:
        """Return no pictures: without the script, the sentence stands alone."""
        return []

    def _state(self, level: int, gap: float, picture: Mapping[str, Sequence[float] | np.ndarray]) -> State:
        told = self._show.format(_number(gap))
        words = self._sentence.format(cause=self.levels[level], gap=told)
        digits = 4 if self.groups else 3
        arrays = (np.asarray(one) if self.groups else np.atleast_2d(one) for one in picture.values())
        values = [one.round(digits).tolist() for one in arrays]
        return {"words": words, "height": self._height(gap), "told": told, "values": values}


def _number(gap: float) -> str:
    """Return a hundred times a gap without decimals; what rounds to none has no sign."""
    return f"{round(100 * gap) + 0}".replace("-", "−")


def _span(gaps: np.ndarray) -> tuple[float, float]:
    """Return the ends of the effect's axis: no effect, or well below where it turns round, and the next round number.

    Where chance puts an effect a little below none, the axis still begins at none.
    """
    lowest, highest = float(gaps.min()), float(gaps.max())
    low = 0.0 if lowest > -0.05 * highest else np.floor(20 * lowest) / 20
    return low, max(np.ceil(20 * highest) / 20, low + 0.05)


def _check(
    causes: np.ndarray,
    gaps: np.ndarray,
    pictures: Mapping[str, np.ndarray],
    level: int,
    *,
    groups: Sequence[str],
    ends: Sequence[str],
) -> None:
    check_shape("causes", causes, ("K",))
    if len(causes) < 2 or not (np.diff(causes) > 0).all():
        raise ValueError(f"causes: got {causes}, expected at least two numbers that rise")
    if not 0 <= level < len(causes):
        raise ValueError(f"level: got {level}, expected the number of one of {len(causes)} causes")
    check_shape("gaps", gaps, (len(causes), "seeds"))
    if len(ends) not in (0, 2) or (not ends and len(groups) != 2):
        raise ValueError(f"groups, ends: got {[*groups]} and {[*ends]}, expected two groups, or the two ends of lines")
    if not pictures or (ends and len(pictures) > _LOOKS):
        raise ValueError(f"pictures: got {len(pictures)}, expected at least one, and of lines at most {_LOOKS}")
    for name, values in pictures.items():
        expected = ("lines", "points") if values.ndim == 3 else ("points",)
        check_shape(f"pictures[{name!r}]", values, (len(causes), *(expected if ends else (2,))))
        if not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"pictures[{name!r}]: got {values.min()} to {values.max()}, expected values in [0, 1]")
