import { registry } from "@web/core/registry";

const LABELS = /Work on the Chosen Dossiers|Xử lý các hồ sơ đã chọn/;

/** An officer forwards every dossier of the list in one action and reads the results. */
registry.category("web_tour.tours").add("tthc_batch_forward", {
    steps: () => [
        {
            content: "Choose all",
            trigger: ".o_list_view:has(tr.o_data_row) thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Open the menu of actions",
            trigger: ".o_cp_action_menus button.dropdown-toggle:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Work on them",
            trigger: ".o-dropdown--menu .o_menu_item",
            run() {
                const items = [...document.querySelectorAll(".o-dropdown--menu .o_menu_item")];
                items.find((item) => LABELS.test(item.textContent)).click();
            },
        },
        {
            content: "The dialog counts them and suggests to forward",
            trigger: ".modal .o_field_widget[name=kind] input[data-value=forward]:checked",
        },
        {
            content: "How many",
            trigger: ".modal .o_field_widget[name=count]:contains(3)",
        },
        { trigger: ".modal button[name=action_start]", run: "click" },
        {
            content: "Two are done",
            trigger: ".o_form_view .o_field_widget[name=done_count]:contains(2)",
        },
        {
            content: "One failed",
            trigger: ".o_form_view .o_field_widget[name=failed_count]:contains(1)",
        },
        {
            content: "And why is told",
            trigger:
                ".o_field_widget[name=failed_ids] tr.o_data_row td[name=message]:contains(t.lanhdao)",
        },
    ],
});
