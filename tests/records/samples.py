"""Files as people send them, and files as attackers make them."""

import io
import struct
import zipfile
import zlib

from docx import Document as Word
from PIL import Image

EMPTY_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
)


def pdf(words: str = "Ten years at sea", *, pages: bytes = b"", extra: bytes = b"", content: bytes = b"") -> bytes:
    """A PDF of one page, or a broken one: `pages` replaces the page tree, `content` is a packed content stream."""
    stream = content or zlib.compress(f"BT /F1 18 Tf 72 700 Td ({words}) Tj ET".encode())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        pages or b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        EMPTY_PAGE,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (extra, len(out))
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    key = b"(" + b"\x01" * 32 + b")"
    rule = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [(abcdefghijklmnop) (abcdefghijklmnop)]"
    return pdf(extra=rule % (key, key))


def docx(*paragraphs: str) -> bytes:
    """A Word file as Word's friends write it."""
    word = Word()
    word.add_heading("Ann Ash", 0)
    for paragraph in paragraphs or ("Night porter",):
        word.add_paragraph(paragraph)
    table = word.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "2019"
    table.rows[0].cells[1].text = "Grand Hotel"
    word.sections[0].header.paragraphs[0].text = "ann@example.com"
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def changed_docx(**members: bytes | None) -> bytes:
    """A Word file with some members replaced, added or (None) taken out; __ in a name stands for a slash."""
    wanted = {name.replace("__", "/").replace("DOT", "."): data for name, data in members.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, data in wanted.items():
            if data is not None:
                new.writestr(name, data)
    return buffer.getvalue()


def archive(**members: bytes) -> bytes:
    """Any zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)
    return buffer.getvalue()


def liar(data: bytes) -> bytes:
    """The same zip, whose table of contents says that nothing in it is larger than 100 bytes."""
    out = bytearray(data)
    place = out.find(b"PK\x01\x02")
    while place >= 0:
        if struct.unpack_from("<I", out, place + 24)[0] > 1_000_000:
            struct.pack_into("<I", out, place + 24, 100)
        place = out.find(b"PK\x01\x02", place + 4)
    return bytes(out)


def picture(form: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    """A picture."""
    buffer = io.BytesIO()
    Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 80)).save(buffer, form, **options)
    return buffer.getvalue()


def animation(form: str) -> bytes:
    """A moving picture."""
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, form, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def photo_with_place() -> bytes:
    """A photo that says where it was taken, lying on its side."""
    image = Image.new("RGB", (40, 20), "blue")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "SECRET ARTIST"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, comment=b"SECRET COMMENT")
    return buffer.getvalue() + b"SECRET TAIL"


def huge_png(width: int, height: int) -> bytes:
    """A tiny file that says it is a huge picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
