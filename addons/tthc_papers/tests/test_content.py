"""What a file is by its bytes; how a scanned file's name is read."""

import io
import unittest

import pypdf
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from odoo.addons.tthc_dossier.tests.files import locked_pdf, pdf, picture

from ..tools import content, scan_name


class TestContent(unittest.TestCase):
    def test_pdf(self):
        found = content.inspect(pdf("Tờ khai", pages=3))
        self.assertEqual(found, content.Content("application/pdf", 3))

    def test_locked_pdf(self):
        self.assertEqual(content.inspect(locked_pdf("bí mật")).problem, "encrypted")

    def test_a_pdf_that_only_forbids_printing_is_fine(self):
        found = content.inspect(locked_pdf("", "chủ"))
        self.assertEqual((found.problem, found.pages), ("", 1))

    def test_damaged(self):
        whole = pdf("Tờ khai", pages=2)
        for broken in (whole[: len(whole) // 3], b"%PDF-1.4\nrubbish", b"%PDF-1.7" + b"\0" * 400):
            with self.subTest(size=len(broken)):
                self.assertEqual(content.inspect(broken).problem, "damaged")
        self.assertEqual(content.inspect(picture()[:300]).problem, "damaged")

    def test_empty(self):
        for nothing in (b"", b"\0" * 900, b" \r\n"):
            self.assertEqual(content.inspect(nothing).problem, "empty")

    def test_picture(self):
        self.assertEqual(content.inspect(picture()), content.Content("image/jpeg", 1))

    def test_bomb(self):
        made = io.BytesIO()
        Image.new("1", (20000, 6000)).save(made, "PNG")
        self.assertEqual(content.inspect(made.getvalue()).problem, "too_large_picture")

    def test_camera_pages_become_one_pdf(self):
        made = content.pictures_to_pdf([picture((300, 200)), picture((200, 300)), picture()])
        found = content.inspect(made)
        self.assertEqual((found.mimetype, found.pages), ("application/pdf", 3))

    def test_a_camera_picture_is_upright_and_not_too_large(self):
        turned = Image.new("RGB", (4000, 3000), "white")
        exif = turned.getexif()
        exif[0x0112] = 6
        raw = io.BytesIO()
        turned.save(raw, "JPEG", exif=exif)
        page = pypdf.PdfReader(io.BytesIO(content.pictures_to_pdf([raw.getvalue()]))).pages[0]
        width, height = page.mediabox.width, page.mediabox.height
        self.assertGreater(height, width)
        self.assertLessEqual(height, content.CAMERA_PIXELS / content.CAMERA_DPI * 72 + 1)

    def test_what_is_no_picture_is_named(self):
        with self.assertRaisesRegex(ValueError, "2"):
            content.pictures_to_pdf([picture(), b"not a picture"])
        with self.assertRaises(ValueError):
            content.pictures_to_pdf([])

    @given(
        st.binary(max_size=400), st.sampled_from((b"", b"%PDF-1.4\n", b"\xff\xd8\xff", b"PK\3\4"))
    )
    def test_never_raises(self, raw, head):
        content.inspect(head + raw)


class TestScanName(unittest.TestCase):
    def test_names(self):
        for name, expected in (
            ("H99.01-260309-0001_02.pdf", ("H99.01-260309-0001", "", 2, False, "")),
            ("H99.01-260309-0001 to khai.pdf", ("H99.01-260309-0001", "", 0, False, "to khai")),
            ("H99.01-260309-0001_KQ.pdf", ("H99.01-260309-0001", "", 0, True, "")),
            ("h99.01-260309-0001-3-cccd.jpg", ("H99.01-260309-0001", "", 3, False, "cccd")),
            ("G09.20-20260609-0092637.pdf", ("G09.20-20260609-0092637", "", 0, False, "")),
            ("23456789ABCD_1.pdf", ("", "23456789ABCD", 1, False, "")),
        ):
            with self.subTest(name=name):
                found = scan_name.parse(name)
                self.assertEqual(
                    (found.number, found.token, found.order, found.result, found.rest), expected
                )

    def test_no_dossier(self):
        for name in ("scan0001.pdf", "../H99.01-260309-0001.pdf", "", ".pdf", "H99-26-1.pdf"):
            with self.subTest(name=name):
                self.assertIsNone(scan_name.parse(name))

    def test_unfinished(self):
        for name in (".x.pdf", "x.pdf.part", "x.TMP", "~x.pdf"):
            self.assertFalse(scan_name.is_finished_name(name))
        self.assertTrue(scan_name.is_finished_name("x.pdf"))

    @given(st.text(max_size=60))
    def test_never_raises(self, name):
        found = scan_name.parse(name)
        self.assertFalse(found and not (found.number or found.token))
