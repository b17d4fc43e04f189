import { registry } from "@web/core/registry";

/** What VNPAY sends while the payer looks: its address stands behind the page's. */
async function notify() {
    const reply = await fetch(decodeURIComponent(window.location.hash.slice(1)));
    if ((await reply.json()).RspCode !== "00") {
        throw new Error("the notification was refused");
    }
}

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
            run: notify,
        },
        {
            content: "The page says so by itself",
            trigger: ".tthc_pay[data-state=paid] .alert-success",
        },
    ],
});

/** The payer has come back from VNPAY and waits; VNPAY says that the payment failed. */
registry.category("web_tour.tours").add("tthc_pay_page_tells_of_failure", {
    steps: () => [
        {
            content: "The page waits for VNPAY",
            trigger: ".tthc_pay[data-attempt-state=pending] .spinner-border",
        },
        {
            content: "VNPAY tells of the failure",
            expectUnloadPage: true,
            trigger: ".tthc_pay[data-attempt-state=pending]",
            run: notify,
        },
        {
            content: "The page says so by itself, and it can be tried again",
            trigger: ".tthc_pay[data-attempt-state=error] .alert-warning",
        },
        { trigger: ".tthc_pay button:contains(VNPAY)" },
    ],
});
