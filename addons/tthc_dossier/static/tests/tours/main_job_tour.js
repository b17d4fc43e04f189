import { registry } from "@web/core/registry";

/**
 * The main job at the desk, each tour by the user whose job it is. The test gives the procedure
 * (code 9.990001) and the people; the applicant comes from the card that is scanned.
 */
const CARD =
    "027192000123|123456789|Trần Thị Quét|05031992|Nữ|Số 9, phường Võ Cường, Bắc Ninh|01072021";

const tick = (row) => ({
    content: `Tick component ${row + 1}`,
    trigger: `.o_field_widget[name=line_ids] tr.o_data_row:eq(${row}) td[name=received] input`,
    run: "click",
});

// The bar of states may be folded where there are many buttons.
const inState = (state) =>
    `.o_form_view .o_field_widget[name=state]:has(button.o_arrow_button_current[data-value=${state}])`;

const openFirst = (state) => [
    {
        content: "Open the dossier",
        trigger: "tr.o_data_row td[name=owner_id]:contains(Trần Thị Quét)",
        run: "click",
    },
    {
        content: "The form is open",
        trigger: inState(state),
    },
];

const press = (label, name, then) => [
    { content: label, trigger: `.o_statusbar_buttons button[name=${name}]`, run: "click" },
    { content: `After: ${label}`, trigger: then },
];

function intake(returnMethod) {
    return [
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
        {
            content: "How the result comes back",
            trigger: `.o_field_widget[name=return_method] input[data-value=${returnMethod}]`,
            run: "click",
        },
        { content: "Accept", trigger: "button[name=action_accept]", run: "click" },
        {
            content: "The dossier has its number",
            trigger: ".o_form_view h1 .o_field_widget[name=name]:contains(H99.01-)",
        },
    ];
}

registry.category("web_tour.tours").add("tthc_intake_counter", {
    steps: () => [
        ...intake("counter"),
        ...press("Hand over to the agency", "action_forward", inState("processing")),
    ],
});

registry.category("web_tour.tours").add("tthc_intake_post", {
    steps: () => [
        ...intake("post"),
        ...press("Hand over to the agency", "action_forward", inState("processing")),
    ],
});

registry.category("web_tour.tours").add("tthc_officer_forward", {
    steps: () => [
        ...openFirst("processing"),
        { content: "Forward", trigger: "button[name=action_forward]", run: "click" },
        {
            content: "It is somebody else's step now",
            trigger: ".o_form_view:not(:has(button[name=action_forward]))",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_leader_issue", {
    steps: () => [
        ...openFirst("processing"),
        ...press("Issue the result", "action_issue_result", inState("done")),
    ],
});

registry.category("web_tour.tours").add("tthc_return_counter", {
    steps: () => [
        ...openFirst("done"),
        {
            content: "Return the result",
            trigger: ".o_statusbar_buttons button[name=action_return_result]",
            run: "click",
        },
        {
            // an addon may ask something first: the dialog's answer is to go on as it proposes
            content: "Returned, or confirmed in the dialog",
            trigger: `.modal button[name=action_confirm], ${inState("returned")}`,
            run: () => document.querySelector(".modal button[name=action_confirm]")?.click(),
        },
        { content: "The person has the result", trigger: inState("returned") },
    ],
});
