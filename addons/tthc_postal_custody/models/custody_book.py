"""The book of papers of several dossiers, read at once and written at once."""

from collections import defaultdict

from odoo.addons.tthc_custody.tools import custody

from ..tools import travel


class CustodyBook:
    """What custody has written down about ``dossiers`` (superuser's; locked by who writes)."""

    def __init__(self, dossiers):
        self.env, self.dossiers = dossiers.env, dossiers
        self.rows = defaultdict(list)
        movements = self.env["tthc.custody.movement"]
        names = [name for name, column in movements._fields.items() if column.store]
        for row in movements.search_fetch([("dossier_id", "in", dossiers.ids)], names, order="id"):
            self.rows[row.dossier_id.id].append(row)

    def balance(self, dossier):
        """``{(lot, place): count}`` of one dossier."""
        moves = [row._move() for row in self.rows[dossier.id]]
        return custody.balance(dossier._custody_received(), moves)

    def to_return(self):
        """``{dossier id: lots}`` of originals that go back to the person."""
        lots = defaultdict(dict)
        for row in self.dossiers._custody_to_return().sorted(lambda row: row.component_id.id):
            lots[row.dossier_id.id][row.component_id.id, row.kind] = True
        return lots

    def travelled(self, dossier, slips):
        """``{lot: count}`` that left with these slips."""
        counts = defaultdict(int)
        for row in self.rows[dossier.id]:
            if row.slip_id in slips:
                counts[row.component_id.id or 0, row.kind] += row.quantity
        return counts

    def detours(self, dossier, slips):
        """``{lot: places}`` to which others moved papers out of the post after these slips."""
        places, seen = defaultdict(list), False
        for row in self.rows[dossier.id]:
            seen = seen or row.slip_id in slips
            if seen and row.from_place == custody.POST:
                move = row._move()
                places[move.lot].append(move.target)
        return places

    def write(self, entries):
        """Write what was moved, with its slips, which become ``slip`` of the entries.

        The dossier's ledger has an event of the post for each of these steps already.

        :param entries: dicts of ``dossier``, ``moves``, ``way``, ``at``, ``user_id``,
            ``giver_name``, ``receiver_name``, perhaps ``reference`` and ``note``
        """
        slips = self.env["tthc.custody.slip"]
        numbers = dict(
            slips._read_group(
                [("dossier_id", "in", self.dossiers.ids)], ["dossier_id"], ["__count"]
            )
        )
        rows = []
        for entry in entries:
            dossier, moves = entry.pop("dossier"), entry.pop("moves")
            numbers[dossier] = numbers.get(dossier, 0) + 1
            name = f"{dossier.name or dossier.id}/GT{numbers[dossier]}"
            rows.append((dossier, moves, {"name": name, "dossier_id": dossier.id, **entry}))
        made = slips._append_rows(
            [{"company_id": dossier.company_id.id, **vals} for dossier, _moves, vals in rows]
        )
        self.env["tthc.custody.movement"]._append_rows(
            [
                dossier._movement_values(slip, move, vals["at"])
                for slip, (dossier, moves, vals) in zip(made, rows, strict=True)
                for move in moves
            ]
        )
        self.env["tthc.custody.holding"].invalidate_model(flush=False)
        return made


def text_of(dossier, moves):
    """``1 × Giấy chứng nhận``, one line for each paper."""
    return "\n".join(f"{move.quantity} × {dossier._lot_name(move.lot)}" for move in moves)


def facts_of(dossier, remarks):
    """Remarks as they are kept: without words of a language, names as they were on that day."""
    return [
        {
            "reason": remark.reason,
            "paper": dossier._lot_name(remark.lot) if remark.lot else "",
            "count": remark.count,
            "place": remark.place.kind if remark.place else "",
            "whose": _whose(dossier, remark.place),
        }
        for remark in remarks
        if remark.reason != travel.LEFT
    ]


def _whose(dossier, place):
    if not place:
        return ""
    if place.kind == custody.FILE:
        return dossier.paper_place
    return dossier._place_owner(place)
