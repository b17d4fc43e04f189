import { registry } from "@web/core/registry";

/** The payer looks at the page while VNPAY tells us: nobody presses anything. */
registry.category("web_tour.tours").add("tthc_pay_page_changes", {
    steps: () => [
        {
            content: "The fee is to be paid, VNPAY can be chosen",
            trigger: ".tthc_pay[data-state=open] button:contains(VNPAY)",
        },
        {
            content: "VNPAY notifies the server",
            expectUnloadPage: true,
            trigger: ".tthc_pay[data-state=open]",
            run: async () => {
                const reply = await fetch(decodeURIComponent(window.location.hash.slice(1)));
                if ((await reply.json()).RspCode !== "00") {
                    throw new Error("the notification was refused");
                }
            },
        },
        {
            content: "The page says so by itself",
            trigger: ".tthc_pay[data-state=paid] .alert-success",
        },
    ],
});
