import { registry } from "@web/core/registry";

const { DateTime } = luxon;
const CARD =
    "027192000123|123456789|Trần Thị Quét|05031992|Nữ|Số 9, phường Võ Cường, Bắc Ninh|01072021";

const tick = (row) => ({
    content: `Tick component ${row + 1}`,
    trigger: `.o_field_widget[name=line_ids] tr.o_data_row:eq(${row}) td[name=received] input`,
    run: "click",
});

/** The receptionist enters the first sheet of a pad, an hour after it was filled in. */
registry.category("web_tour.tours").add("tthc_outage_entry", {
    steps: () => [
        {
            content: "Enter the first sheet",
            trigger: ".o_data_row:first button[name=action_enter]",
            run: "click",
        },
        {
            content: "The sheet is named",
            trigger: ".o_field_widget[name=outage_sheet_id]:contains(-SC)",
        },
        {
            content: "The true time, as it stands on the paper",
            trigger: ".o_field_widget[name=outage_received_at] input",
            run: `edit ${DateTime.now().minus({ hours: 1 }).toFormat("dd/MM/yyyy HH:mm:ss")}`,
        },
        {
            content: "Scan the identity card",
            trigger: ".o_field_widget[name=scan] input",
            run: `edit ${CARD}`,
        },
        {
            content: "Leave the field, as the scanner's line feed does",
            trigger: ".o_field_widget[name=procedure_id] input",
            run: "click",
        },
        {
            content: "The card's name is filled in",
            trigger: ".o_field_widget[name=name] input:value(Trần Thị Quét)",
        },
        {
            content: "Type the procedure's code",
            trigger: ".o_field_widget[name=procedure_id] input",
            run: "edit 9.990001",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item a:contains(9.990001)",
            run: "click",
        },
        {
            content: "The fee is computed",
            trigger: ".o_field_widget[name=fee_total]:contains(58)",
        },
        tick(0),
        tick(1),
        tick(2),
        { content: "Accept", trigger: "button[name=action_accept]", run: "click" },
        {
            content: "The dossier has its real number",
            trigger: ".o_form_view h1 .o_field_widget[name=name]:contains(H99.01-)",
        },
    ],
});
