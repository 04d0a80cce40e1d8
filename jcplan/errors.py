"""Errors that jcplan raises on purpose. The leaf of the package: imports nothing of it.

Messages are German and plain, because controllers read them: they name the place, what was
found there, what was expected and, where it helps, what to do.
"""

from __future__ import annotations


class JcplanError(Exception):
    """Base of every error that jcplan raises on purpose."""


class InputError(JcplanError, ValueError):
    """Something that came from outside cannot be used.

    Args:
        place: Where it stands: an argument's name, ``Annahmen!D7 (Annahme_ELB_gesamt)``, a file.
        found: What was found there, as the reader would write it.
        expected: What was expected instead.
        advice: What to do about it, a whole sentence (optional).

    >>> str(InputError("stellen", "„drei“ (Text)", "eine ganze Zahl"))
    'stellen: gefunden „drei“ (Text), erwartet eine ganze Zahl.'
    """

    def __init__(self, place: str, found: str, expected: str, advice: str = "") -> None:
        self.place = place
        self.found = found
        self.expected = expected
        self.advice = advice
        text = f"{place}: gefunden {found}, erwartet {expected}."
        super().__init__(f"{text} {advice}" if advice else text)

    def at(self, place: str) -> InputError:
        """The same finding at a place described better, e.g. a cell in place of an argument."""
        return InputError(place, self.found, self.expected, self.advice)


class FileError(JcplanError):
    """A file cannot be read, or must not be written. The message is German and complete."""


def several(errors: list[InputError], *, heading: str = "", shown: int | None = None) -> InputError:
    """One error for all findings of a pass, so that a user mends them in one go.

    Args:
        errors: The findings, at least one.
        heading: A line above them.
        shown: How many are listed at most; the others are counted.
    """
    if len(errors) == 1 and not heading:
        return errors[0]
    merged = InputError(errors[0].place, errors[0].found, errors[0].expected, errors[0].advice)
    lines = [heading] if heading else []
    lines += [str(error) for error in errors[:shown]]
    if shown is not None and len(errors) > shown:
        lines.append(f"und {len(errors) - shown} weitere")
    merged.args = ("\n".join(lines),)
    return merged
