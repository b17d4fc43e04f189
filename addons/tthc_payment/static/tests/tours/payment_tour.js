import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { inputFiles } from "@web/../tests/utils";

/** The money of the main job: the cashier shows the code, the accountant imports the statement. */
registry.category("web_tour.tours").add("tthc_cashier_shows_qr", {
    steps: () => [
        {
            content: "Open the dossier that owes a fee",
            trigger: "tr.o_data_row td[name=owner_id]:contains(Trần Thị Quét)",
            run: "click",
        },
        {
            content: "Show the payment QR",
            trigger: "button[name=action_show_payment_qr]",
            run: "click",
        },
        {
            content: "The code is a picture",
            trigger: ".modal .o_field_widget[name=qr_image] img",
        },
        {
            content: "The reference is there to be typed by hand",
            trigger: ".modal .o_field_widget[name=reference]:contains(HCC)",
        },
    ],
});

/** A CashUp export of Vietcombank with the payer's transfer, mangled as banks do it. */
async function statementFile() {
    const [expected] = await rpc("/web/dataset/call_kw/tthc.expected.payment/search_read", {
        model: "tthc.expected.payment",
        method: "search_read",
        args: [[["state", "=", "open"]], ["reference", "amount"]],
        kwargs: { order: "id desc", limit: 1 },
    });
    const memo = `MBVCB.1234567890.${expected.reference.toLowerCase()} nop le phi.CT tu 0011`;
    const rows = [
        ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"],
        ["10/03/2026", "5243.90051", "0", String(expected.amount), memo],
    ];
    const text = rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\r\n");
    return new File([text], "saoke.csv", { type: "text/csv" });
}

registry.category("web_tour.tours").add("tthc_accountant_imports_statement", {
    steps: () => [
        {
            content: "Import a statement",
            trigger: ".o_control_panel .o_list_buttons button, .o_control_panel button:contains(/Import a Statement|sao kê/)",
            run: "click",
        },
        {
            content: "Choose the account",
            trigger: ".modal .o_field_widget[name=account_id] input",
            run: "edit 9900112233",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(9900112233)",
            run: "click",
        },
        {
            content: "Choose the file",
            trigger: ".modal .o_field_widget[name=attachment_ids]",
            async run() {
                await inputFiles(".modal .o_field_widget[name=attachment_ids] input[type=file]", [
                    await statementFile(),
                ]);
            },
        },
        {
            content: "The file is taken",
            trigger: ".modal .o_field_widget[name=attachment_ids]:contains(saoke.csv)",
        },
        { content: "Import", trigger: ".modal button[name=action_import]", run: "click" },
        {
            content: "The statement is open and its credit is matched",
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=matched_count]:contains(1)",
        },
    ],
});
