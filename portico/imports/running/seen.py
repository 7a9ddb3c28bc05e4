"""Which records a run has met already, in as little memory as for ever so many rows can be."""

BITS = 1 << 16


class Seen:
    """A set of row numbers: one bit each, in pieces of eight kilobytes."""

    def __init__(self) -> None:
        self._pieces: dict[int, bytearray] = {}

    def add(self, number: int) -> None:
        """Remember it."""
        piece = self._pieces.setdefault(number // BITS, bytearray(BITS // 8))
        piece[number % BITS // 8] |= 1 << number % 8

    def __contains__(self, number: int) -> bool:
        piece = self._pieces.get(number // BITS)
        return piece is not None and bool(piece[number % BITS // 8] >> number % 8 & 1)
