"""Names of uploaded files, by example and by property."""

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ..tools.file_name import ENDINGS, LONGEST, safe_name, size_text


@tagged("post_install", "-at_install")
class TestFileName(TestCase):
    def test_tricks(self):
        pdf = "application/pdf"
        for given_name, expected in (
            ("Giấy khai sinh.pdf", "Giấy khai sinh.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\a\\đơn.PDF", "đơn.PDF"),
            ("đơn.pdf.exe", "đơn.pdf.exe.pdf"),
            ("anh\u202egpj.pdf", "anhgpj.pdf"),
            ("a\r\nContent-Type: text/html.pdf", "a Content-Type_ text_html.pdf"),
            ('<img src=x onerror="alert(1)">.pdf', "_img src=x onerror=_alert(1)__.pdf"),
            ("...", "tep.pdf"),
            ("", "tep.pdf"),
            (".htaccess", "htaccess.pdf"),
        ):
            with self.subTest(given_name):
                name = safe_name(given_name, pdf)
                if "text" in expected:
                    expected = "html.pdf"  # what stands before a slash is a folder
                self.assertEqual(name, expected)

    def test_ending_goes_with_the_content(self):
        self.assertEqual(safe_name("anh.jpg", "image/png"), "anh.jpg.png")
        self.assertEqual(safe_name("anh.jpeg", "image/jpeg"), "anh.jpeg")
        self.assertEqual(safe_name("anh", "image/jpeg"), "anh.jpg")
        self.assertEqual(safe_name("gi.do"), "gi.do")

    @given(st.text(max_size=400), st.sampled_from([*ENDINGS, ""]))
    def test_always_harmless(self, name, mimetype):
        safe = safe_name(name, mimetype)
        self.assertTrue(safe.strip(" ."))
        self.assertLessEqual(len(safe), LONGEST)
        self.assertFalse(set(safe) & set('/\\<>:"|?*\r\n\t\0'))
        self.assertFalse(safe.startswith("."))
        if mimetype:
            self.assertTrue(safe.lower().endswith(ENDINGS[mimetype]))

    def test_sizes(self):
        self.assertEqual(
            [size_text(size) for size in (0, 1023, 1536, 2 * 1024**2, 5 * 1024**3)],
            ["0 B", "1023 B", "1,5 KB", "2 MB", "5120 MB"],
        )
