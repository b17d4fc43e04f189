import { registry } from "@web/core/registry";

/** The post of the main job: packed at the desk, handed over and delivered by the post. */
const inState = (state) =>
    `.o_form_view .o_field_widget[name=state]:has(button.o_arrow_button_current[data-value=${state}])`;

const open = {
    content: "Open the shipment",
    trigger: "tr.o_data_row td[name=recipient_name]:contains(Trần Thị Quét)",
    run: "click",
};

registry.category("web_tour.tours").add("tthc_desk_packs", {
    steps: () => [
        open,
        {
            content: "The postman needs a phone number",
            trigger: ".o_field_widget[name=recipient_phone] input",
            run: "edit 0912345678",
        },
        { content: "Pack", trigger: ".o_statusbar_buttons button[name=action_pack]", run: "click" },
        { content: "It is packed", trigger: inState("packed") },
    ],
});

registry.category("web_tour.tours").add("tthc_clerk_hands_over", {
    steps: () => [
        open,
        {
            content: "Make the hand-over record",
            trigger: ".o_statusbar_buttons button[name=action_make_handover]",
            run: "click",
        },
        {
            content: "Who signs for the post",
            trigger: ".o_field_widget[name=signed_by_post] input",
            run: "edit Lê Văn Bưu",
        },
        {
            content: "Sign",
            trigger: ".o_statusbar_buttons button[name=action_open_sign]",
            run: "click",
        },
        {
            content: "On paper",
            trigger: ".modal .o_field_widget[name=method] input[data-value=paper]",
            run: "click",
        },
        {
            content: "Both have signed",
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        { content: "It is signed", trigger: inState("signed") },
    ],
});

registry.category("web_tour.tours").add("tthc_clerk_delivers", {
    steps: () => [
        open,
        {
            content: "Delivered",
            trigger: ".o_statusbar_buttons button[name=action_open_delivery]",
            run: "click",
        },
        {
            content: "Who received it",
            trigger: ".modal .o_field_widget[name=receiver_name] input",
            run: "edit Trần Thị Quét",
        },
        {
            content: "Record the delivery",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        { content: "It is delivered", trigger: inState("delivered") },
    ],
});

const scan = (code) => ({
    content: `Scan ${code}`,
    trigger: ".o_tthc_handover_scan input",
    run: `edit ${code} && press Enter`,
});
const said = (look) => ({
    content: `The answer is ${look}`,
    trigger: `.o_tthc_handover_scan .alert-${look}`,
});

/** What stands in a row of the list is scanned; a scanner ends with Enter. */
const bag = (turn) => [
    {
        content: `Scan envelope ${turn + 1}`,
        trigger: ".o_tthc_postal_scan input",
        run({ anchor }) {
            const cells = document.querySelectorAll(".o_data_row td[name=display_name]");
            anchor.value = cells[turn].textContent.trim();
            anchor.dispatchEvent(new Event("input", { bubbles: true }));
            anchor.dispatchEvent(
                new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true })
            );
        },
    },
    {
        content: `${turn + 1} in the bag`,
        trigger: `.o_field_widget[name=bagged_count]:contains(${turn + 1})`,
    },
];

registry.category("web_tour.tours").add("tthc_clerk_fills_a_bag", {
    steps: () => [
        {
            content: "Open the batch",
            trigger: "tr.o_data_row td[name=name]",
            run: "click",
        },
        ...bag(0),
        ...bag(1),
        ...bag(2),
        {
            content: "Green, and the cursor waits for the next label",
            trigger: "body:has(.o_tthc_postal_scan .alert-success) .o_tthc_postal_scan input:focus",
        },
        {
            content: "The seal",
            trigger: ".o_field_widget[name=seal_numbers] input",
            run: "edit NP-778",
        },
        {
            content: "Seal the bag",
            trigger: ".o_statusbar_buttons button[name=action_close]",
            run: "click",
        },
        { content: "Sure", trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "The hand-over record opens with the three",
            trigger: ".o_form_view:has(.o_field_widget[name=seal_number]) .o_data_row:eq(2)",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_clerk_scans_in", {
    steps: () => [
        scan("RR473124829VN"),
        said("info"),
        {
            content: "It has its line, and the cursor waits for the next label",
            trigger:
                "body:has(.o_tthc_handover_scan input:focus) " +
                ".o_data_row td[name=tracking_number]:contains(RR473124829VN)",
        },
        scan("rr 473 124 829 vn"),
        said("warning"),
        scan("RR473124828VN"),
        said("danger"),
        scan("RR123456785VN"),
        said("info"),
        { content: "Two lines", trigger: ".o_tthc_handover_scan .badge:contains(2)" },
    ],
});
