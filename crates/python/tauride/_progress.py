"""How far long work has come, in a terminal or a notebook."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import TqdmWarning

with warnings.catch_warnings():
    # A notebook without ipywidgets gets the bar of a terminal, which needs no warning.
    warnings.simplefilter("ignore", TqdmWarning)
    from tqdm.auto import tqdm

Progress = bool | Callable[[str, int, int], None]
"""Whether a bar is shown, or who is told instead: what is being made, how much is done, how much there is."""


@contextmanager
def shown(progress: Progress, unit: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """What the engine calls while it works; the bar appears when the work takes longer than a second."""
    if not progress:
        yield None
    elif callable(progress):
        yield progress
    else:
        with tqdm(unit=unit, delay=1.0, leave=False) as bar:

            def tell(what: str, done: int, of: int) -> None:
                bar.total = of
                bar.set_description(what, refresh=False)
                bar.update(done - bar.n)

            yield tell
