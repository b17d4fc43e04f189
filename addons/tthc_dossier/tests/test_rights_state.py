"""Nobody writes what only the actions write, and every refusal says who may act, and when."""

from datetime import datetime

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import actions
from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestProtectedFields(DossierCommon):
    """State, number, dates and the like, through every door and for every role that writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(
            cls.env,
            "t.quantri",
            groups="tthc_catalogue.group_administrator",
            company_id=cls.centre.id,
            company_ids=[(6, 0, cls.centre.ids)],
        )

    def forged(self, name):
        """A value that a dossier does not have by itself."""
        column = self.env["tthc.dossier"]._fields[name]
        return {
            "char": "GIẢ-0001",
            "text": "giả",
            "integer": 77,
            "float": 7.5,
            "boolean": True,
            "datetime": datetime(2001, 2, 3, 4, 5),
            "date": "2001-02-03",
            "json": {"x": 1},
        }.get(column.type) or self._forged_other(column)

    def _forged_other(self, column):
        if column.type == "selection":
            return column.get_values(self.env)[-1]
        if column.type == "many2one":
            return self.env[column.comodel_name].sudo().search([], limit=1, order="id").id
        return [(6, 0, self.env[column.comodel_name].sudo().search([], limit=1).ids)]

    def protected(self):
        """Protected fields with a forged value that differs from an empty one."""
        fields = self.env["tthc.dossier"]._fields
        names = [name for name in self.env["tthc.dossier"]._protected_fields() if name in fields]
        return {name: value for name in sorted(names) if (value := self.forged(name))}

    def draft_values(self):
        return {
            "company_id": self.centre.id,
            "procedure_id": self.procedure.id,
            "case_id": self.case.id,
            "owner_id": self.citizen.id,
        }

    def writers(self):
        return (self.receptionist, self.manager, self.administrator)

    def test_write_and_save(self):
        dossier = self.take_in()
        before = dossier.sudo().read(list(self.protected()))
        for user in self.writers():
            mine = dossier.with_user(user)
            for name, value in self.protected().items():
                with self.subTest(name, user=user.login):
                    with self.assertRaises(UserError):
                        mine.write({name: value})
                    with self.assertRaises(UserError):
                        mine.web_save({name: value}, {"id": {}})
        self.assertEqual(dossier.sudo().read(list(self.protected())), before)

    def test_create_and_load(self):
        dossiers = self.env["tthc.dossier"].with_user(self.administrator)
        header = [".id", "state", "name"]
        for name, value in self.protected().items():
            with self.subTest(name), self.assertRaises(UserError):
                dossiers.create({**self.draft_values(), name: value})
        dossier = self.take_in()
        answer = dossiers.load(header, [[str(dossier.id), "returned", "GIẢ-0002"]])
        self.assertFalse(answer["ids"])
        self.assertNotEqual(dossier.state, "returned")

    def test_context_defaults(self):
        """``default_state`` and the like in the context of a call have no effect."""
        forged = self.protected()
        context = {f"default_{name}": value for name, value in forged.items()}
        for user in (self.receptionist, self.administrator):
            dossiers = self.env["tthc.dossier"].with_user(user).with_context(**context)
            dossier = dossiers.create(self.draft_values()).sudo()
            self.assertEqual(dossier.state, "draft")
            for name, value in forged.items():
                if name in ("state", "lookup_token"):
                    continue
                with self.subTest(name, user=user.login):
                    got = dossier[name]
                    self.assertNotEqual(getattr(got, "ids", got), getattr(value, "ids", value))
                    self.assertFalse(got and getattr(got, "id", None) == value)

    def test_context_does_not_reach_the_rows_of_the_engine(self):
        """What a caller puts into the context is not written by the engine as superuser."""
        context = {
            "default_done_at": datetime(2001, 1, 1),
            "default_outcome": "done",
            "default_on_behalf_id": self.stranger.id,
            "default_user_id": self.stranger.id,
            "default_clock_category": "giả",
        }
        dossier = self.take_in()
        dossier.with_user(self.receptionist).with_context(**context).action_forward()
        task = dossier.task_id
        self.assertFalse(task.done_at or task.outcome or task.user_id)
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertFalse(event.on_behalf_id)
        self.assertFalse(event.clock_category)

    def test_catalogue_is_not_published_through_the_context(self):
        """Four eyes stand, the administrator's included."""
        for context in (
            {"default_state": "published"},
            {"default_state": "published", "default_publisher_id": self.stranger.id},
        ):
            versions = self.env["tthc.procedure.version"].with_user(self.administrator)
            version = versions.with_context(**context).create(
                {"procedure_id": self.procedure.id, "date_from": "2040-01-01"}
            )
            self.assertEqual(version.state, "draft")
            self.assertFalse(version.publisher_id)

    def test_what_was_accepted_stays(self):
        """Owner, parties and the list of papers of an accepted dossier."""
        dossier = self.take_in()
        other = self.env["res.partner"].create({"name": "Người khác", "tthc_kind": "citizen"})
        desk = dossier.with_user(self.receptionist)
        with self.assertRaises(UserError):
            desk.owner_id = other
        with self.assertRaises(UserError):
            desk.party_ids[0].partner_id = other
        with self.assertRaises(UserError):
            desk.party_ids[0].unlink()
        with self.assertRaises(UserError):
            desk.component_ids[0].unlink()

    def test_rows_do_not_move_to_another_centre(self):
        mine = self.take_in(accept=False)
        theirs = self.take_in(
            accept=False, user=self.other_receptionist, company_id=self.other_centre.id
        )
        row = mine.component_ids[0].with_user(self.receptionist)
        with self.assertRaises(AccessError):
            row.dossier_id = theirs.id

    def test_desk_does_not_touch_accounts(self):
        """The link that sets a new password goes to the e-mail address of the contact."""
        desk = self.env["res.partner"].with_user(self.receptionist)
        colleague = desk.browse(self.manager.partner_id.id)
        with self.assertRaises(AccessError):
            colleague.email = "ke.gian@example.com"
        with self.assertRaises(AccessError):
            desk.browse(self.centre.partner_id.id).email = "ke.gian@example.com"
        portal = new_test_user(self.env, "t.congdan", groups="base.group_portal")
        portal.partner_id.tthc_kind = "citizen"
        with self.assertRaises(AccessError):
            desk.browse(portal.partner_id.id).email = "ke.gian@example.com"
        desk.browse(portal.partner_id.id).phone = "0912000333"
        self.assertEqual(portal.partner_id.phone, "0912000333")


@tagged("post_install", "-at_install")
class TestRefusals(DossierCommon):
    """Every action, in every state, by every role that sees the dossier."""

    #: Actions that another part of the suite performs: nobody calls them.
    SYSTEM = {name for name, action in actions.ACTIONS.items() if not action.who}

    def test_actions_of_the_system_are_not_called(self):
        for name in self.SYSTEM:
            method = getattr(type(self.env["tthc.dossier"]), f"action_{name}", None)
            self.assertFalse(method, f"action_{name} can be called from outside")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_every_refusal_says_who_and_when(self):
        """A refusal for the state names the states in which it is possible; a refusal for the
        person names who may do it; both in the language of the user."""
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        people = (self.receptionist, self.officer, self.leader, self.manager, self.inspector)
        lang = "vi_VN" if self.env["res.lang"]._get_data(code="vi_VN") else "en_US"
        labels = dict(
            self.env["tthc.dossier"]
            .with_context(lang=lang)
            ._fields["state"]
            ._description_selection(self.env(context={"lang": lang}))
        )
        found = []
        for state in labels:
            for user in people:
                mine = dossier.with_user(user).with_context(lang=lang)
                for name, action in actions.ACTIONS.items():
                    if hasattr(type(mine), f"action_{name}"):
                        found += self._refusal(mine, name, action, state, labels)
        self.assertFalse(found, f"{len(found)} refusals:\n" + "\n".join(found[:40]))

    def _refusal(self, dossier, name, action, state, labels):
        """What is wrong with the answer to ``action`` in ``state``; nothing when it is done."""
        label = dossier._action_label(name)
        who = f"{dossier.env.user.login} {name} in {state}"
        with self.env.cr.savepoint() as savepoint:
            dossier.sudo()._set({"state": state})
            try:
                getattr(dossier, f"action_{name}")(**self._note(dossier, name))
                return []
            except AccessError as error:
                text = str(error)
                if label not in text:
                    return [f"{who}: does not name the action: {text}"]
            except UserError as error:
                text = str(error)
                possible = [labels[source] for source in action.sources]
                if state not in action.sources and not all(item in text for item in possible):
                    return [f"{who}: does not name the states: {text}"]
            except DatabaseError:
                return []  # the state was forced, and a constraint noticed: no refusal
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                # Past the checks the forced state lacks its rows; before them nothing breaks.
                return [] if state in action.sources else [f"{who}: breaks: {error!r}"]
            finally:
                savepoint.rollback()
        return []

    @staticmethod
    def _note(dossier, name):
        method = getattr(type(dossier), f"action_{name}")
        takes_note = "note" in method.__code__.co_varnames
        return {"note": "Lý do thử"} if takes_note else {}
