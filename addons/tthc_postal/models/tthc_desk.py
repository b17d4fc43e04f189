from odoo import api, models

from odoo.addons.tthc_dossier.tools.desk import Figure, Figures, Section

from ..tools import news, outbox, status

TODAY = "today"
DELIVER, COLLECT = ("direction", "=", "deliver"), ("direction", "=", "collect")
WAY = [status.HANDED_OVER, status.IN_TRANSIT, status.OUT_FOR_DELIVERY]


class TthcDesk(models.AbstractModel):
    """The desk of the post: what came in, what is to go out, what does not arrive."""

    _inherit = "tthc.desk"

    @api.model
    def _roles(self):
        return {**super()._roles(), "post": "tthc_postal.group_postal_clerk"}

    def _section_post(self):
        return Section(
            "post",
            self.env._("The Post"),
            [
                self._post_today(),
                self._post_under_way(),
                self._post_exceptions(),
                self._post_ages(),
                self._post_news(),
            ],
            help=self.env._("Shipments of your centres, and what carriers tell of them."),
            buttons=[(self.env._("Import a List"), "tthc_postal.action_carrier_import")],
        )

    def _section_manager(self):
        section = super()._section_manager()
        section.blocks.extend([self._post_under_way(), self._post_exceptions()])
        return section

    def _section_receptionist(self):
        section = super()._section_receptionist()
        section.blocks.append(
            Figures(
                self.env._("Results by Post"),
                [
                    self._post_to_pack(),
                    self._post_packed(),
                    self._post_failed(),
                    self._post_wishes(),
                ],
                empty=self.env._("No result waits to be packed or sent."),
            )
        )
        return section

    def _shipments(self, key, label, domain, action="action_shipments", **more):
        return self._of_post(key, label, "tthc.shipment", domain, action, **more)

    def _of_post(self, key, label, model, domain, action, **more):
        own = ("company_id", "in", self.env.companies.ids)
        return Figure(
            f"post_{key}",
            label,
            model,
            domain=[own, *domain],
            action=f"tthc_postal.{action}",
            **more,
        )

    # Blocks -------------------------------------------------------------------------------------

    def _post_today(self):
        return Figures(
            self.env._("Today"),
            [
                self._shipments(
                    "intake",
                    self.env._("Taken in from the Post"),
                    domain=[COLLECT, ("delivered_at", ">=", TODAY)],
                    help=self.env._("Envelopes to the centre on records signed today."),
                ),
                self._shipments(
                    "sent",
                    self.env._("Handed to the Post"),
                    domain=[
                        DELIVER,
                        (
                            "event_ids",
                            "any",
                            [("status", "=", status.HANDED_OVER), ("at", ">=", TODAY)],
                        ),
                    ],
                ),
                self._shipments(
                    "delivered",
                    self.env._("Delivered"),
                    domain=[DELIVER, ("delivered_at", ">=", TODAY)],
                    tone="success",
                ),
            ],
            empty=self.env._("Nothing was taken in, handed over or delivered yet today."),
        )

    def _post_to_pack(self):
        return self._shipments(
            "to_pack",
            self.env._("To Pack"),
            domain=[DELIVER, ("state", "=", status.DRAFT)],
            action="action_to_pack",
            tone="warning",
        )

    def _post_packed(self):
        return self._shipments(
            "packed",
            self.env._("Waiting for the Carrier"),
            domain=[("state", "=", status.PACKED)],
            action="action_waiting",
            tone="info",
        )

    def _post_under_way(self):
        return Figures(
            self.env._("In the Post Now"),
            [
                self._post_to_pack(),
                self._post_packed(),
                self._shipments(
                    "way",
                    self.env._("On the Way"),
                    domain=[DELIVER, ("state", "in", WAY)],
                    action="action_on_the_way",
                ),
                self._shipments(
                    "back",
                    self.env._("On the Way Back"),
                    domain=[DELIVER, ("state", "=", status.RETURNING)],
                    tone="warning",
                ),
            ],
            empty=self.env._("Nothing waits for the post, and nothing is on its way."),
        )

    def _post_failed(self):
        return self._shipments(
            "failed",
            self.env._("Delivery Failed or Refused"),
            domain=[("state", "=", status.FAILED)],
            action="action_exceptions",
            tone="danger",
        )

    def _post_wishes(self):
        return self._of_post(
            "wishes",
            self.env._("Recipients Ask"),
            "tthc.shipment.wish",
            domain=[("state", "=", "open")],
            action="action_shipment_wishes",
            tone="warning",
            help=self.env._("Asked for on the portal after a delivery that failed."),
        )

    def _post_exceptions(self):
        return Figures(
            self.env._("What Does Not Arrive"),
            [
                self._shipments(
                    "silent",
                    self.env._("No News"),
                    domain=[("is_silent", "=", True)],
                    action="action_exceptions",
                    tone="danger",
                    help=self.env._(
                        "On the way, and nothing was heard for longer than the days that are set "
                        "for the carrier."
                    ),
                ),
                self._post_failed(),
                self._post_wishes(),
                self._shipments(
                    "lost",
                    self.env._("Lost in 30 Days"),
                    domain=[("state", "=", status.LOST), ("last_event_at", ">=", "today -30d")],
                    action="action_exceptions",
                    tone="danger",
                ),
                self._told(
                    "unsigned",
                    self.env._("Delivered, Nobody Signed"),
                    domain=[("state", "=", news.UNSIGNED)],
                    tone="danger",
                    help=self.env._(
                        "The carrier says delivered, but no hand-over record was signed."
                    ),
                ),
                self._of_post(
                    "orders",
                    self.env._("Carrier Not Told"),
                    "tthc.carrier.order",
                    domain=[("state", "in", (outbox.DEAD, outbox.UNKNOWN))],
                    action="action_carrier_orders",
                    tone="danger",
                    help=self.env._(
                        "Requests to a carrier's system that were given up, or got no answer."
                    ),
                ),
            ],
            empty=self.env._("Everything in the post is moving."),
        )

    def _post_ages(self):
        """Shipments that stand still or failed, by how long they have done so."""
        troubled = ["|", ("is_silent", "=", True), ("state", "in", [status.FAILED])]

        def aged(key, label, domain, **more):
            return self._shipments(
                key, label, domain=[*domain, *troubled], action="action_exceptions", **more
            )

        return Figures(
            self.env._("Silent or Failed, by Age"),
            [
                aged(
                    "age_new",
                    self.env._("Up to 3 Days"),
                    domain=[("last_event_at", ">=", "today -3d")],
                ),
                aged(
                    "age_week",
                    self.env._("4 to 7 Days"),
                    domain=[
                        ("last_event_at", "<", "today -3d"),
                        ("last_event_at", ">=", "today -7d"),
                    ],
                    tone="warning",
                ),
                aged(
                    "age_old",
                    self.env._("Over 7 Days"),
                    domain=[("last_event_at", "<", "today -7d")],
                    tone="danger",
                ),
            ],
            empty=self.env._("Nothing stands still."),
        )

    def _told(self, key, label, domain, **more):
        return self._of_post(
            key,
            label,
            "tthc.carrier.news",
            [("settled_at", "=", False), *domain],
            "action_news_exceptions",
            **more,
        )

    def _post_news(self):
        return Figures(
            self.env._("News to Look into"),
            [
                self._told(
                    "differs",
                    self.env._("Value Differs"),
                    domain=[("differs", "=", True)],
                    tone="warning",
                ),
                self._told(
                    "unknown_status",
                    self.env._("Unknown Status"),
                    domain=[("state", "=", news.UNKNOWN_STATUS)],
                    tone="danger",
                ),
                self._told(
                    "unknown_item",
                    self.env._("Unknown Shipment"),
                    domain=[("state", "=", news.UNKNOWN_ITEM)],
                    tone="warning",
                ),
                self._told(
                    "against",
                    self.env._("Contradicts"),
                    domain=[("state", "=", news.AGAINST)],
                    tone="danger",
                    help=self.env._("Against what is known: failed after it was delivered, say."),
                ),
            ],
            empty=self.env._("All that carriers told was understood."),
        )
