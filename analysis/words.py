"""Numbers and dates for readers."""

import datetime
import math

NONE = "—"
MINUS = "−"


def grouped(x: float) -> str:
    """A whole number with its thousands set apart."""
    text = f"{abs(x):,.0f}"
    return f"{MINUS}{text}" if x < 0 and text != "0" else text


def readable(x: float) -> str:
    """Six significant digits at most, with the thousands set apart."""
    size = abs(x)
    if size != 0 and not 1e-5 <= size < 1e15:
        return f"{x:.3e}"
    decimals = max(6 - len(str(int(size))), 0) if size >= 1 else 6
    text = f"{size:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if x < 0 and text != "0" else text


def signed(text: str) -> str:
    """A number as text with the minus sign of printed text."""
    return text.replace("-", MINUS)


def percent(share: float, digits: int = 0) -> str:
    """A share in per cent, without the sign."""
    return f"{100 * share:.{digits}f}"


def points(change: float) -> str:
    """A change of a share in points, with its sign."""
    text = f"{100 * change:+.0f}"
    return "0" if text in ("+0", "-0") else signed(text)


def rounded(x: float) -> int:
    """The nearest whole number, and of two the one farther from zero."""
    return int(math.copysign(math.floor(abs(x) + 0.5), x))


def day(date: datetime.date | None) -> str:
    """A date as `23 Feb`; a dash where there is none."""
    return NONE if date is None else f"{date.day} {date:%b}"


def day_after(start: datetime.date, days: float) -> str:
    """The day so many days after another, rounded; a dash where there is no number."""
    if math.isnan(days):
        return NONE
    return day(start + datetime.timedelta(math.floor(days + 0.5)))


def iso(text: str) -> datetime.date:
    """The date of an ISO text."""
    return datetime.date.fromisoformat(text)


def cell(text: str) -> str:
    """Text that can stand in a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def listed(words: list[str]) -> str:
    """Words as a list in a sentence."""
    match words:
        case []:
            return "none"
        case [one]:
            return one
        case [*first, last]:
            return f"{', '.join(first)} and {last}"


def sentences(text: str) -> str:
    """The same text with one sentence a line."""
    return text.replace(". ", ".\n").replace("No.\n", "No. ")
