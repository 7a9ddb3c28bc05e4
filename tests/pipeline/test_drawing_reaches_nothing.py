"""Files are drawn from words alone: nothing is fetched, no other file is read, whatever the words say."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest

from portico.jobs.share_image import draw
from portico.pipeline.profile_content import content_of
from portico.pipeline.profile_drawing import pdf_of
from portico.records.reading import read
from tests.records import samples
from tests.world import Acme


@dataclass
class Listener:
    """Somebody on this machine whom a hostile text wants to be asked."""

    port: int = 0
    heard: list[bytes] = field(default_factory=list)

    def hostile(self, file: Path) -> str:
        """What people put into their profile to read a file, or to have an address fetched."""
        here = f"http://127.0.0.1:{self.port}/"
        return " ".join(
            [f'#read("{file}")', f'#image("{here}a.png")', f"#image(\"{file}\")", f'#include "{file}"', f"file://{file}",
             f'<img src="{here}b">', f'<link rel="attachment" href="file://{file}">', f"@import url({here}c)",
             f"![x]({here}d)", f'#link("{here}e")[x]', "#sys.inputs", "#{7*7}", "$ 7 * 7 $", "\\input{/etc/passwd}"]
        )  # fmt: skip


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A port that notes who comes."""
    found = Listener()
    with socket.create_server(("127.0.0.1", 0)) as server:
        found.port = server.getsockname()[1]
        server.settimeout(0.2)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    found.heard.append(server.accept()[0].recv(200))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield found
        over.set()
        thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of this machine."""
    path = tmp_path / "secret.txt"
    path.write_text("SECRETOFTHEMACHINE")
    return path


def words_in(pdf: bytes) -> str:
    """The text of all pages."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_profile_sheet_holds_hostile_words_as_words(acme: Acme, listener: Listener, secret: Path) -> None:
    """CVE-2026-44298: templates of PDF files read files and asked addresses of the inside."""
    acme.submission.summary = listener.hostile(secret)
    content = content_of(acme.submission)
    text = words_in(pdf_of(content))
    assert "SECRETOFTHEMACHINE" not in text
    assert "#sys.inputs" in text
    assert listener.heard == []


def test_a_word_file_drawn_as_pages_fetches_nothing(listener: Listener, secret: Path) -> None:
    seen = read("pages", samples.docx(listener.hostile(secret)), type="docx", most=2, dpi=72, longest=800)
    assert "SECRETOFTHEMACHINE" not in seen.result["text"]
    assert "#sys.inputs" in seen.result["text"]
    assert len(seen.pictures) >= 1
    assert listener.heard == []


def test_a_share_picture_is_drawn_of_hostile_words(listener: Listener, secret: Path) -> None:
    words = listener.hostile(secret)
    told = dict.fromkeys(("title", "line", "agency", "type", "pay"), words)
    picture = draw({**told, "logo": "", "color": "#334155", "ink": "#ffffff"})
    assert picture.startswith(b"\x89PNG")
    assert listener.heard == []
