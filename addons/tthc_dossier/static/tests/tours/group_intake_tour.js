import { registry } from "@web/core/registry";

/**
 * A group of linked procedures (code LT-THU) is taken in at the desk: person once, papers once.
 */
const CARD =
    "027192000123|123456789|Trần Thị Quét|05031992|Nữ|Số 9, phường Võ Cường, Bắc Ninh|01072021";

const tick = (row) => ({
    content: `Tick paper ${row + 1}`,
    trigger: `.o_field_widget[name=line_ids] tr.o_data_row:eq(${row}) td[name=received] input`,
    run: "click",
});

registry.category("web_tour.tours").add("tthc_group_intake", {
    steps: () => [
        {
            content: "Scan the identity card",
            trigger: ".o_field_widget[name=scan] input",
            run: `edit ${CARD}`,
        },
        {
            content: "Type the group's code",
            trigger: ".o_field_widget[name=group_id] input",
            run: "edit LT-THU",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item a:contains(LT-THU)",
            run: "click",
        },
        {
            content: "Its parts are listed",
            trigger: ".o_field_widget[name=part_ids] tr.o_data_row:eq(3)",
        },
        {
            content: "Two papers for the three mandatory parts",
            trigger: ".o_field_widget[name=line_ids]:not(:has(tr.o_data_row:eq(2)))",
        },
        {
            content: "Ask for the optional part too",
            trigger: ".o_field_widget[name=part_ids] tr.o_data_row:eq(3) td[name=chosen] input",
            run: "click",
        },
        {
            content: "It brings a third paper",
            trigger: ".o_field_widget[name=line_ids] tr.o_data_row:eq(2)",
        },
        tick(0),
        tick(1),
        tick(2),
        { content: "Accept", trigger: "button[name=action_accept]", run: "click" },
        {
            content: "The submission is open with its four parts",
            trigger: ".o_field_widget[name=dossier_ids] tr.o_data_row:eq(3)",
        },
        {
            content: "Open the first part: it has its number",
            trigger: ".o_field_widget[name=dossier_ids] tr.o_data_row td:contains(H99.01-)",
            run: "click",
        },
        {
            content: "The dossier is accepted and knows its submission",
            trigger: ".o_form_view h1 .o_field_widget[name=name]:contains(H99.01-)",
        },
    ],
});
