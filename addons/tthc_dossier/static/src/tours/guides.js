import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * The guided tours of the roles. They point at the real screens; a click on what is pointed at goes
 * on, and no step presses a button that changes anything. `tests/test_guides.py` runs each as its
 * role, so that a screen that changes takes its tour with it.
 */
const tours = registry.category("web_tour.tours");
const DESK = "/odoo/tthc-desk";
const NOT_ZERO = ".o_figure:not(.o_zero)";

const look = (trigger, content, tooltipPosition = "bottom") => ({
    trigger,
    content,
    tooltipPosition,
    run: "click",
});

const deskOf = (role, content) => look(`.o_desk_${role} h2`, content);
const firstRow = (content) =>
    look(".o_list_view tr.o_data_row td.o_data_cell[name=procedure_id]", content);

tours.add("tthc_guide_receptionist", {
    url: DESK,
    steps: () => [
        deskOf(
            "receptionist",
            _t("This is the desk of the counter: who waits, which results are to be handed out. Every number opens its list. Click here to go on.")
        ),
        look(
            ".o_desk_receptionist button[data-action='tthc_dossier.action_intake']",
            _t("A person comes: open the intake. From any screen, Alt+I does the same, and so does scanning an identity card.")
        ),
        look(
            ".o_field_widget[name=scan] input",
            _t("Scan the QR code of the identity card here, or type a personal number or tax code and press Enter: a known person is filled in.")
        ),
        look(
            ".o_field_widget[name=procedure_id] input",
            _t("Type the procedure's code, or a few letters of its name without their marks, and press Enter. What this desk is asked for most has a key of its own.")
        ),
        look(
            ".o_field_widget[name=return_method] label",
            _t("Say how the result comes back. Then Enter ticks the papers received, and Alt+Q accepts: the dossier has its number and the receipt is ready.")
        ),
        look(
            ".o_menu_sections, .o_main_navbar",
            _t("Somebody brings a receipt: scan its code on any screen and the dossier opens. Without a scanner, press Ctrl+K and type the last digits of the number.")
        ),
    ],
});

const readDossier = () => [
    look(
        ".o_form_view .oe_title h1",
        _t("The number of the dossier, and below it how its time stands."),
        "right"
    ),
    look(
        ".o_form_view .o_notebook a.nav-link[name=process]",
        _t("The way through the steps: where the dossier has been, where it is, and what follows.")
    ),
];

tours.add("tthc_guide_officer", {
    url: DESK,
    steps: () => [
        deskOf(
            "officer",
            _t("Your steps, the most urgent first, and what others ask of you. Click here to go on.")
        ),
        look(
            `.o_desk_officer ${NOT_ZERO}`,
            _t("Every number opens its list. Open one.")
        ),
        look(
            ".o_list_view tr.o_data_row td.o_data_cell",
            _t("Open a dossier. Scanning its receipt or its control slip does the same.")
        ),
        ...readDossier(),
        look(
            ".o_tthc_queue",
            _t("Where this dossier stands among your steps. Alt+Shift+N opens the next one. After you hand a dossier on, the next opens by itself; your preferences change that.")
        ),
        look(
            ".o_form_view .o_form_statusbar .o_statusbar_status, .o_form_view .o_form_statusbar",
            _t("On the left stand the actions that you may do now, the most usual with the key Alt+Q; on the right the state of the dossier.")
        ),
    ],
});

tours.add("tthc_guide_leader", {
    url: DESK,
    steps: () => [
        deskOf(
            "leader",
            _t("What waits for your decision, what is late in your agency, and who has how much to do. Click here to go on.")
        ),
        look(
            `.o_desk_leader ${NOT_ZERO}`,
            _t("Open what waits for your approval.")
        ),
        look(".o_list_view tr.o_data_row td.o_data_cell", _t("Open a dossier to read it first.")),
        ...readDossier(),
        look(
            ".o_form_view .o_form_statusbar",
            _t("Approve with Alt+Q, or hand it back under the other actions: your note goes with it. Then the next one opens.")
        ),
    ],
});

tours.add("tthc_guide_manager", {
    url: DESK,
    steps: () => [
        deskOf(
            "manager",
            _t("The whole centre now: what came in today, what is late, how much was on time. Click here to go on.")
        ),
        look(
            `.o_desk_manager ${NOT_ZERO}`,
            _t("Every number opens exactly what it counts.")
        ),
        look(
            ".o_cp_switch_buttons .o_switch_view.o_kanban, .o_switch_view.o_kanban",
            _t("The same dossiers as cards, by state or by urgency.")
        ),
        look(
            ".o_searchview_dropdown_toggler",
            _t("Filters, groups and searches that you have saved are here.")
        ),
    ],
});

tours.add("tthc_guide_inspector", {
    url: DESK,
    steps: () => [
        deskOf(
            "inspector",
            _t("All centres: what is late, what ran in an unusual way, and the last check of the ledger. Click here to go on.")
        ),
        look(
            `.o_desk_inspector :is(${NOT_ZERO}, .o_desk_cell)`,
            _t("Open a list. You read everything; nothing can be changed by you.")
        ),
        firstRow(_t("Open a dossier.")),
        look(
            ".o_form_view .o_notebook a.nav-link[name=events]",
            _t("The ledger: who did what, when. It only grows, and every line seals the one before it.")
        ),
        look(
            ".o_form_view button[name=action_verify_ledger]",
            _t("This checks the seals of the whole ledger of this dossier, and changes nothing.")
        ),
    ],
});
