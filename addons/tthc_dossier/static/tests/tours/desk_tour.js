import { registry } from "@web/core/registry";

const figure = (key, count) =>
    `.o_tthc_desk [data-figure=${key}][data-count="${count}"]`;

const back = {
    content: "Back to the desk",
    trigger: ".o_control_panel .breadcrumb-item a, .o_control_panel .o_back_button",
    run: "click",
};

/** The first thing after login: who waits is accepted from the desk, and the figures follow. */
registry.category("web_tour.tours").add("tthc_desk_reception", {
    steps: () => [
        {
            content: "One dossier waits",
            trigger: ".o_tthc_desk .o_desk_receptionist .o_block_rows li",
        },
        { trigger: figure("post", 1) },
        { trigger: figure("accepted_today", 0) },
        { trigger: ".o_block_rows .o_desk_row", run: "click" },
        { trigger: ".o_form_view button[name=action_accept]:enabled", run: "click" },
        {
            content: "It is accepted",
            trigger: ".o_form_view button[name=action_forward]:enabled",
        },
        back,
        { content: "Nobody waits any more", trigger: ".o_block_rows .o_tthc_desk_empty" },
        { trigger: figure("post", 0) },
        { trigger: figure("accepted_today", 1), run: "click" },
        {
            content: "The list has what was counted",
            trigger: ".o_list_view:has(.o_data_row):not(:has(.o_data_row:eq(1)))",
        },
    ],
});

/** An officer takes a step with one click and works off what waits, one after another. */
registry.category("web_tour.tours").add("tthc_desk_officer", {
    steps: () => [
        {
            content: "Two steps are taken by nobody",
            trigger: ".o_desk_officer .o_block_rows li:eq(1)",
        },
        { trigger: ".o_desk_officer .o_desk_take:first", run: "click" },
        {
            content: "One is left",
            trigger: ".o_desk_officer .o_block_rows:not(:has(li:eq(1))) li:eq(0)",
        },
        { trigger: ".o_desk_officer [data-sequence=steps_in_time]", run: "click" },
        { content: "The first of two", trigger: ".o_form_view .o_pager_limit:contains(2)" },
        { trigger: ".o_pager_next", run: "click" },
        { content: "The second", trigger: ".o_form_view .o_pager_value:contains(2)" },
        back,
        { trigger: ".o_desk_officer .o_block_rows" },
    ],
});
