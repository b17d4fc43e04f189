import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Milliseconds between two looks, and for how long a page that lies open goes on looking. */
const PAUSE = 5000;
const PATIENCE = 30 * 60 * 1000;

/** The page to pay on: loads itself again when the money has come. */
export class PayPage extends Interaction {
    static selector = ".tthc_pay";
    dynamicContent = {
        _document: { "t-on-visibilitychange": this.look },
    };

    start() {
        this.opened = Date.now();
        if (this.el.dataset.state === "open" || this.el.dataset.state === "expired") {
            this.next();
        }
    }

    next() {
        clearTimeout(this.timer);
        if (Date.now() - this.opened < PATIENCE) {
            this.timer = this.waitForTimeout(() => this.look(), PAUSE);
        }
    }

    async look() {
        if (document.hidden || !["open", "expired"].includes(this.el.dataset.state)) {
            return;
        }
        const { path, state, due, attempt, attemptState } = this.el.dataset;
        const tail = attempt ? `?attempt=${attempt}` : "";
        try {
            const answer = await this.waitFor(fetch(`${path}/state${tail}`));
            const now = await this.waitFor(answer.json());
            if (now.state !== state || String(now.due) !== due) {
                window.location.assign(path);
                return;
            }
            if (attempt && now.attempt !== attemptState) {
                window.location.assign(`${path}/${attempt}`); // it failed: it can be tried again
                return;
            }
        } catch {
            // The network is away: the next look may find it back.
        }
        this.next();
    }
}

registry.category("public.interactions").add("tthc_payment.pay_page", PayPage);
