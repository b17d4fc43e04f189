from odoo.tests import tagged

from odoo.addons.tthc_payment.tests.common import PaymentCommon


@tagged("post_install", "-at_install")
class TestSuggestions(PaymentCommon):
    """What is shown for money that waits, and why; nothing of it matches by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        world = cls()
        cls.dossier, cls.request = world.accepted()
        cls.other_dossier, cls.other_request = world.accepted()

    def runTest(self):
        """Only the world of the tests."""

    def suggested(self, money):
        self.assertEqual(money.state, "exception")
        return money.with_user(self.accountant)._suggestions()

    def first(self, memo, amount=None, **more):
        """(kind, requests, reason) of the first suggestion."""
        money = self.receive(memo, amount or self.FEE, **more)
        return self.suggested(money)[0]

    def test_one_digit_off(self):
        digits = self.request.reference
        wrong = digits[:-1] + str((int(digits[-1]) + 3) % 10)
        found = self.first(f"nop le phi {wrong}")
        self.assertEqual((found.kind, found.requests), ("one_off", self.request))
        self.assertIn("One digit wrong", found.reason)

    def test_neighbours_swapped_left_out_or_doubled(self):
        good = self.request.reference
        place = next(i for i in range(4, 13) if good[i] != good[i + 1])
        swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
        for number, wrong in enumerate((swapped, good[:6] + good[7:], good[:8] + good[7:])):
            found = self.suggested(self.receive(wrong, key=f"slip{number}"))
            self.assertIn(self.request, [row.requests for row in found], wrong)

    def test_letters_for_digits(self):
        wrong = self.request.reference.replace("0", "O", 1)
        found = self.first(f"phi {wrong}")
        self.assertEqual((found.kind, found.requests), ("lookalike", self.request))

    def test_the_letters_were_left_out(self):
        found = self.first(f"le phi {self.request.reference[3:]}")
        self.assertEqual((found.kind, found.requests), ("prefix", self.request))

    def test_cut_off(self):
        money = self.receive(f"NGUYEN VAN A {self.request.reference[:-2]}")
        kinds = {row.kind for row in self.suggested(money) if row.requests == self.request}
        self.assertEqual(kinds, {"cut_off"})

    def test_broken_by_a_line_and_run_on(self):
        good = self.request.reference
        found = self.first(f"phi {good[:5]}\n{good[5:]}0071000123456")
        self.assertEqual((found.kind, found.requests), ("run_on", self.request))

    def test_short_over_and_other_account(self):
        reference = self.request.reference
        short = self.first(reference, 50_000)
        self.assertEqual((short.kind, short.requests), ("named", self.request))
        self.assertRegex(short.reason, "8.000.*missing")
        self.assertRegex(self.first(reference, 60_000).reason, "2.000.*too much")

    def test_what_is_owed_instead_of_what_was_named(self):
        line = {"name": "Phí thẩm định", "kind": "phi", "quantity": 1, "amount": self.FEE}
        added = self.request._open(self.dossier, [line], "supplement")
        self.receive(self.request.reference)
        double = self.first(self.request.reference, key="again")
        self.assertEqual((double.kind, double.requests), ("instead", added))
        self.assertIn("is paid", double.reason)
        self.other_request._cancel("miễn phí")
        self.assertEqual(self.suggested(self.receive(self.other_request.reference)), [])
        added = self.request._open(self.other_dossier, [{**line, "amount": 8_000}], "supplement")
        late = self.first(self.other_request.reference, key="late")
        self.assertEqual((late.requests, late.weight), (added, 40))
        self.assertIn("cancelled", late.reason)

    def test_undone_is_suggested_below(self):
        money = self.receive(self.request.reference)
        self.request.match_ids.with_user(self.accountant)._undo("nhầm")
        [found] = self.suggested(money)
        self.assertEqual((found.requests, found.weight), (self.request, 60))

    def test_two_references(self):
        both = self.request | self.other_request
        memo = " va ".join(both.mapped("reference"))
        found = self.first(memo, 2 * self.FEE)
        self.assertEqual((found.kind, found.requests.sorted("id")), ("several", both.sorted("id")))
        one = self.suggested(self.receive(memo))
        self.assertEqual({row.requests.id for row in one}, set(both.ids))

    def test_one_reference_and_a_misspelt_one(self):
        good, bad = self.request.reference, self.other_request.reference
        bad = bad[:-1] + str((int(bad[-1]) + 3) % 10)
        found = self.suggested(self.receive(f"{good} {bad}"))
        self.assertEqual(
            [(row.kind, row.requests) for row in found],
            [("one_off", self.other_request), ("several", self.request)],
        )

    def test_several_credits_for_one_request(self):
        first = self.receive(self.request.reference, 50_000)
        second = self.receive(self.request.reference, 8_000)
        found = self.suggested(second)[0]
        self.assertEqual((found.kind, found.money), ("credits", first | second))
        self.take(second)
        self.assertEqual((first | second).mapped("state"), ["matched", "matched"])
        self.assertEqual(self.request.state, "paid")

    def test_who_paid_from_this_account_before(self):
        payer = {"counter_account": "0123456789", "counter_name": "NGUYEN VAN THU"}
        self.receive_from(payer, self.request.reference)
        money = self.receive_from(payer, "nop le phi", key="second")
        found = self.suggested(money)[0]
        self.assertEqual((found.kind, found.requests), ("person", self.other_request))
        self.assertIn("paid from this account before", found.reason)

    def test_several_requests_of_one_person(self):
        _dossier, third = self.accepted()
        payer = {"counter_account": "0123456789"}
        self.receive_from(payer, self.request.reference)
        money = self.receive_from(payer, "nop ca hai", key="sum", amount=2 * self.FEE)
        found = self.suggested(money)[0]
        self.assertEqual((found.kind, found.requests), ("sum", self.other_request | third))
        self.take(money)
        self.assertEqual((money.state, third.state), ("matched", "paid"))

    def test_dossier_number_in_the_memo(self):
        found = self.first(f"phi ho so {self.dossier.name.lower()}")
        self.assertEqual((found.kind, found.requests), ("dossier", self.request))

    def test_amount_alone_is_the_weakest_and_never_matches(self):
        money = self.receive("nop le phi", booked_at=self.env.cr.now())
        self.assertFalse(money.match_ids)
        self.assertLessEqual({row.kind for row in self.suggested(money)}, {"amount"})
        for row in self.suggested(money):
            self.assertLess(row.weight, 10)
            self.assertIn("ask the payer", row.reason)

    def test_other_centres_are_not_suggested(self):
        digits = self.request.reference
        wrong = digits[:-1] + str((int(digits[-1]) + 3) % 10)
        money = self.receive(wrong, account=self.other_account)
        self.assertEqual(money.with_user(self.other_accountant)._suggestions(), [])

    def test_the_sheet_keeps_the_reason(self):
        money = self.receive(f"le phi {self.request.reference[3:]}")
        self.take(money)
        match = self.request.match_ids
        self.assertEqual((match.method, match.user_id), ("manual", self.accountant))
        self.assertIn("without its letters", match.note)

    def test_above_the_limit_it_is_only_proposed(self):
        self.centre.tthc_match_limit = 1_000
        money = self.receive(f"le phi {self.request.reference[3:]}")
        self.assertEqual(self.take(money)["tag"], "display_notification")
        self.assertEqual((money.state, self.request.state), ("exception", "open"))
        self.assertEqual(money.match_proposal_ids.expected_id, self.request)

    def test_few_queries(self):
        money = self.receive(
            f"NGUYEN VAN A phi {self.request.reference[3:]} ho so 000.00-250101-0001"
        )
        self.env.invalidate_all()
        with self.assertQueryCount(__system__=40):
            money._suggestions()

    # Helpers ------------------------------------------------------------------------------------

    def receive_from(self, payer, memo, key=None, amount=None):
        values = {
            "source": "statement",
            "source_key": key or f"from|{memo}",
            "company_id": self.centre.id,
            "account_id": self.account.id,
            "booked_at": "2026-03-10 03:00:00",
            "amount": amount or self.FEE,
            "currency_id": self.centre.currency_id.id,
            "memo": memo,
            **payer,
        }
        return self.money._receive([values])

    def take(self, money):
        """Click the first suggestion."""
        action = money.with_user(self.accountant).action_suggestions()
        sheet = self.env["tthc.match.sheet"].with_user(self.accountant).browse(action["res_id"])
        return sheet.line_ids[0].action_take()
