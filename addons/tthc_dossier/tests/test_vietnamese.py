"""What the fields of all installed addons are called, and what they offer, in Vietnamese.

The translation files are checked by ``./tthc lint``; this asks as the web client does, and so finds
choices that are passed on past their translation.
"""

import re

from odoo.models import MAGIC_COLUMNS
from odoo.tests import TransactionCase, tagged

#: Names, and words that are the same in both languages.
SAME = {
    "API Key",
    "Casso",
    "Email",
    "Message-Id",
    "SePay",
    "VNeID",
    "Viettel Post",
    "Web",
    "environment",
    "payOS",
}
OURS = "tthc_"


@tagged("post_install", "-at_install")
class TestVietnamese(TransactionCase):
    def fields(self):
        for name, model in sorted(self.env.registry.items()):
            for field in model._fields.values():
                if any(module.startswith(OURS) for module in field._modules or ()):
                    yield name, field

    def both(self, describe):
        return describe(self.env(context={"lang": "en_US"})), describe(
            self.env(context={"lang": "vi_VN"})
        )

    def is_english(self, english, vietnamese):
        """Whether a text was left as it is; abbreviations and time zones are the same in both."""
        return (
            english == vietnamese
            and english not in SAME
            and english.isascii()
            and "/" not in english
            and bool(re.search("[a-z]{2}", english))
        )

    def test_every_choice_is_in_vietnamese(self):
        left = []
        for name, field in self.fields():
            if field.type != "selection" or field.name == "tthc_tz":
                continue
            english, vietnamese = map(dict, self.both(field._description_selection))
            left += [
                f"{name}.{field.name}: {label}"
                for value, label in english.items()
                if self.is_english(label, vietnamese.get(value))
            ]
        self.assertFalse(left)

    def test_every_label_is_in_vietnamese(self):
        left, seen = [], 0
        for name, field in self.fields():
            if field.name in MAGIC_COLUMNS:
                continue
            for describe in (field._description_string, field._description_help):
                english, vietnamese = self.both(describe)
                seen += 1
                if english and self.is_english(english, vietnamese):
                    left.append(f"{name}.{field.name}: {english}")
        self.assertFalse(left)
        self.assertGreater(seen, 1000)
