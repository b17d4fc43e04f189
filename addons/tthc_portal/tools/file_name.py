"""Names of files that people upload, made harmless and telling."""

import re
import unicodedata

#: Endings that go with what a file really holds; the first is added where another one stands.
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
}
LONGEST = 120


def safe_name(name, mimetype=""):
    """A file name without folders, control and direction characters, not hidden, of bearable
    length, whose ending goes with the content.

    >>> safe_name("..\\\\..\\\\Giấy tờ.exe", "application/pdf")
    'Giấy tờ.exe.pdf'

    :param mimetype: what the file holds; empty keeps the ending
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    kept = "".join(
        " " if char.isspace() else char
        for char in last
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn", "Cs")
    )
    kept = re.sub(r'[<>:"|?*]', "_", re.sub(r" +", " ", kept)).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 5:
        stem, ending = kept, ""
    ending = f".{ending}" if ending else ""
    fitting = ENDINGS.get(mimetype)
    if fitting and ending.lower() not in fitting:
        stem, ending = stem + ending, fitting[0]
    stem = stem.strip(" .") or "tep"
    return stem[: LONGEST - len(ending)].rstrip(" .") + ending


def size_text(size):
    """A number of bytes, as people read it in Vietnamese.

    >>> size_text(1536)
    '1,5 KB'
    """
    for unit in ("B", "KB", "MB"):
        if size < 1024 or unit == "MB":
            break
        size /= 1024
    return f"{size:.1f} {unit}".replace(".0 ", " ").replace(".", ",")
