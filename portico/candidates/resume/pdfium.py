"""The few functions of the PDFium library that reading words takes.

The package pypdfium2_raw brings the library and declares all its 400 functions: that takes longer than a résumé.
"""

from ctypes import CDLL, POINTER, Structure, c_bool, c_char_p, c_float, c_int, c_uint, c_ulong, c_void_p
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FILES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")


class Rect(Structure):
    """A box on a page; up is more."""

    _fields_ = (("left", c_float), ("top", c_float), ("right", c_float), ("bottom", c_float))


RECT, INT, UINT = POINTER(Rect), POINTER(c_int), POINTER(c_uint)
FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "FPDF_InitLibrary": (None,),
    "FPDF_LoadMemDocument64": (c_void_p, c_char_p, c_ulong, c_char_p),
    "FPDF_GetPageCount": (c_int, c_void_p),
    "FPDF_LoadPage": (c_void_p, c_void_p, c_int),
    "FPDF_ClosePage": (None, c_void_p),
    "FPDF_GetPageHeightF": (c_float, c_void_p),
    "FPDF_GetPageWidthF": (c_float, c_void_p),
    "FPDFText_LoadPage": (c_void_p, c_void_p),
    "FPDFText_ClosePage": (None, c_void_p),
    "FPDFText_CountChars": (c_int, c_void_p),
    "FPDFText_GetUnicode": (c_uint, c_void_p, c_int),
    "FPDFText_IsGenerated": (c_int, c_void_p, c_int),
    "FPDFText_GetLooseCharBox": (c_bool, c_void_p, c_int, RECT),
    "FPDFText_GetFontWeight": (c_int, c_void_p, c_int),
    "FPDFText_GetFontInfo": (c_ulong, c_void_p, c_int, c_void_p, c_ulong, INT),
    "FPDFText_GetFillColor": (c_bool, c_void_p, c_int, UINT, UINT, UINT, UINT),
    "FPDFLink_Enumerate": (c_bool, c_void_p, INT, POINTER(c_void_p)),
    "FPDFLink_GetAction": (c_void_p, c_void_p),
    "FPDFLink_GetAnnotRect": (c_bool, c_void_p, RECT),
    "FPDFAction_GetURIPath": (c_ulong, c_void_p, c_void_p, c_void_p, c_ulong),
}
"""What each returns, and what it is given."""


def library() -> Any:
    """The library, its functions declared."""
    spec = find_spec("pypdfium2_raw")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    loaded = CDLL(str(next(folder / name for name in FILES if (folder / name).is_file())))
    for name, (result, *given) in FUNCTIONS.items():
        function = getattr(loaded, name)
        function.restype, function.argtypes = result, given
    return loaded
