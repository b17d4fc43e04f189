import { registry } from "@web/core/registry";

const guide = ".o_tthc_statement_guide";

/** Chooses a column with the keyboard's element: a plain select. */
const column = (key, index) => ({
    trigger: `${guide} select[name=column_${key}]`,
    run: `select ${index}`,
});

registry.category("web_tour.tours").add("tthc_statement_guide", {
    steps: () => [
        {
            content: "the sample is shown with the row of the titles",
            trigger: `${guide} .o_tthc_guide_sample tr.table-primary:contains(Tiền vào)`,
        },
        {
            content: "cells are text, whatever they hold",
            trigger: `${guide} .o_tthc_guide_sample td:contains(<img src=x onerror=alert(1)>)`,
        },
        column("date", 1),
        { trigger: `${guide} .o_tthc_guide_error` },
        column("memo", 6),
        column("credit", 4),
        { trigger: `${guide} .o_tthc_guide_movements td:contains(50.000)` },
        column("debit", 3),
        column("balance", 5),
        { trigger: `${guide} .o_tthc_guide_check:contains(1.030.000)` },
        {
            content: "money in and out confused shows at once",
            ...column("debit", 5),
        },
        { trigger: `${guide} .o_tthc_guide_error` },
        column("debit", 3),
        { trigger: `${guide} .o_tthc_guide_check:contains(1.030.000)` },
        {
            trigger: `${guide}:not(:has(img))`,
        },
        { trigger: "button[name=action_save]", run: "click" },
        { trigger: ".o_field_widget[name=credit_words] input:value('=tien vao')" },
    ],
});
