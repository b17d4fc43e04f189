import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

/** The reference of the youngest open request, as a scanner types it. */
async function reference() {
    const [request] = await rpc("/web/dataset/call_kw/tthc.expected.payment/search_read", {
        model: "tthc.expected.payment",
        method: "search_read",
        args: [[["state", "=", "open"]], ["reference"]],
        kwargs: { order: "id desc", limit: 1 },
    });
    return request.reference;
}

const row = (number) => `.modal .o_field_widget[name=line_ids] tr.o_data_row:nth-child(${number})`;

const count = (number, quantity) => [
    { trigger: `${row(number)} td[name=quantity]`, run: "click" },
    { trigger: `${row(number)} td[name=quantity] input`, run: `edit ${quantity}` },
];

/** A cashier opens a shift, takes a fee with change and counts the drawer. */
registry.category("web_tour.tours").add("tthc_cash_desk", {
    steps: () => [
        { content: "The float is counted", trigger: ".modal .o_field_widget[name=line_ids]" },
        ...count(1, 3),
        { trigger: ".modal .o_field_widget[name=total]", run: "click" },
        {
            content: "The total follows",
            trigger: ".modal .o_field_widget[name=total]:contains(/1[.,]500[.,]000/)",
        },
        { trigger: ".modal footer button[name=action_confirm]:visible", run: "click" },
        {
            content: "The shift is open",
            trigger: "body:not(:has(.modal)) .o_form_view button[name=action_take_payment]",
            run: "click",
        },
        {
            content: "The receipt is scanned",
            trigger: ".modal .o_field_widget[name=code] input",
            async run({ edit, press }) {
                await this.anchor.focus();
                await edit(await reference());
                await press("Enter");
            },
        },
        {
            content: "The request is found",
            trigger: ".modal .o_field_widget[name=request_ids] tr.o_data_row:contains(HCC)",
        },
        {
            content: "A note is handed over",
            trigger: ".modal .o_field_widget[name=tendered] input",
            run: "edit 100000 && press Tab",
        },
        {
            content: "The change is reckoned",
            trigger: ".modal .o_field_widget[name=change]:contains(/42[.,]000/)",
        },
        { trigger: ".modal footer button[name=action_take]", run: "click" },
        {
            content: "The change is said once more",
            trigger: ".o_notification:contains(/42[.,]000/)",
        },
        {
            content: "The drawer is counted blind",
            trigger: "body:not(:has(.modal)) .o_form_view button[name=action_count]",
            run: "click",
        },
        ...count(1, 3),
        { trigger: ".modal .o_field_widget[name=total]", run: "click" },
        { trigger: ".modal footer button[name=action_confirm]:visible", run: "click" },
        {
            content: "The difference is shown after the count",
            trigger: "body:not(:has(.modal)) .o_form_view .alert-warning:contains(/58[.,]000/)",
        },
    ],
});
