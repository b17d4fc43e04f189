import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Milliseconds before each try of its own after the connection broke. */
const PAUSES = [2000, 5000, 10000];

/**
 * Files one after the other, each by itself: what has arrived stays on the server, what has not is
 * tried again with the same key, so that it counts once whatever the network does. Without this
 * script the page's forms do the same with whole page loads.
 */
export class Upload extends Interaction {
    static selector = ".o_tthc_upload";
    dynamicContent = {
        ".o_tthc_input": { "t-on-change.withTarget": this.onChoose },
        ".o_tthc_remove": { "t-on-submit.prevent.withTarget": this.onRemove },
        ".o_tthc_send": { "t-on-submit.withTarget": this.onSend },
        _window: { "t-on-online": this.onOnline, "t-on-beforeunload": this.onLeave },
    };

    setup() {
        const words = [...this.el.querySelectorAll(".o_tthc_words [data-word]")];
        this.words = Object.fromEntries(words.map((el) => [el.dataset.word, el.textContent]));
        this.queue = [];
        this.jobs = new Set();
        this.running = false;
        this.sending = false;
    }

    start() {
        this.el.classList.add("o_tthc_scripted");
        this.el.querySelectorAll(".o_tthc_camera").forEach((el) => el.classList.remove("d-none"));
        this.showState();
    }

    // Choosing ------------------------------------------------------------------------------------

    onChoose(_ev, input) {
        const item = input.closest(".o_tthc_item");
        for (const file of input.files) {
            this.add(item, file);
        }
        input.value = "";
        this.next();
    }

    add(item, file) {
        const row = document.createElement("li");
        row.className = "list-group-item o_tthc_job";
        row.innerHTML = `
            <div class="o_tthc_file_line">
                <span class="o_tthc_name"></span>
                <span class="badge text-bg-secondary o_tthc_mark"></span>
            </div>
            <div class="progress mb-2" role="progressbar" aria-valuemin="0" aria-valuemax="100">
                <div class="progress-bar"></div>
            </div>
            <p class="o_tthc_why text-danger fw-bold mb-2 d-none"></p>
            <div class="o_tthc_buttons d-none gap-2"></div>`;
        row.querySelector(".o_tthc_name").textContent = file.name;
        row.querySelector(".progress").setAttribute(
            "aria-label",
            `${this.words.uploading} ${file.name}`
        );
        const job = { item, file, row, key: newKey(), tries: 0, state: "waiting" };
        const buttons = row.querySelector(".o_tthc_buttons");
        const button = (word, style, action) => {
            const el = document.createElement("button");
            el.type = "button";
            el.className = `btn ${style}`;
            el.textContent = word;
            el.setAttribute("aria-label", `${word}: ${file.name}`);
            this.addListener(el, "click", action);
            buttons.append(el);
        };
        button(this.words.retry, "btn-primary o_tthc_retry", () => this.again(job));
        button(this.words.forget, "btn-outline-secondary o_tthc_forget", () => this.forget(job));
        item.querySelector(".o_tthc_files").append(row);
        this.jobs.add(job);
        this.mark(job, "waiting");
        const wrong = this.wrong(file);
        if (wrong) {
            this.fail(job, wrong, false);
        } else {
            this.queue.push(job);
        }
    }

    wrong(file) {
        if (!file.size) {
            return this.words.empty;
        }
        return file.size > Number(this.el.dataset.limit) ? this.words.large : "";
    }

    // Uploading -----------------------------------------------------------------------------------

    async next() {
        if (this.running) {
            return;
        }
        this.running = true;
        while (this.queue.length) {
            await this.upload(this.queue.shift());
        }
        this.running = false;
        this.showState();
    }

    async upload(job) {
        job.tries++;
        this.mark(job, "uploading");
        const answer = await this.waitFor(this.post(job));
        if (answer.file) {
            return this.done(job, answer.file);
        }
        if (answer.error) {
            return this.fail(job, answer.error, false);
        }
        if (answer.broken && job.tries <= PAUSES.length) {
            this.mark(job, "waiting", this.words.again);
            this.waitForTimeout(() => this.again(job, true), PAUSES[job.tries - 1]);
            return;
        }
        this.fail(job, answer.broken ? this.words.broken : answer.words, true);
    }

    /** Post one file; XMLHttpRequest, because fetch does not tell how far an upload is. */
    post(job) {
        const form = new FormData();
        form.append("csrf_token", this.el.dataset.csrf);
        form.append("item_id", job.item.dataset.itemId);
        form.append("key", job.key);
        form.append("file", job.file, job.file.name);
        return new Promise((resolve) => {
            const request = new XMLHttpRequest();
            request.open("POST", this.el.dataset.url);
            request.setRequestHeader("Accept", "application/json");
            request.upload.onprogress = (ev) =>
                ev.lengthComputable && this.progress(job, (100 * ev.loaded) / ev.total);
            request.onerror = request.ontimeout = () => resolve({ broken: true });
            request.onload = () => resolve(this.read(request));
            request.send(form);
        });
    }

    read(request) {
        if (request.status === 413) {
            return { error: this.words.large };
        }
        try {
            const answer = JSON.parse(request.responseText);
            if (answer.file || answer.error) {
                return answer;
            }
        } catch {
            // not ours: a log-in page, a proxy's page
        }
        if (request.status >= 500) {
            return { broken: [502, 503, 504].includes(request.status), words: this.words.server };
        }
        return { words: this.words.login };
    }

    // Showing -------------------------------------------------------------------------------------

    mark(job, state, why = "") {
        job.state = state;
        const find = (selector) => job.row.querySelector(selector);
        const mark = find(".o_tthc_mark");
        mark.textContent = state === "uploading" ? this.words.uploading : this.words.waiting;
        mark.classList.toggle("d-none", state === "failed");
        find(".progress").classList.toggle("d-none", state === "failed");
        find(".o_tthc_why").textContent = why;
        find(".o_tthc_why").classList.toggle("d-none", !why);
        find(".o_tthc_buttons").classList.toggle("d-none", state !== "failed");
        find(".o_tthc_buttons").classList.toggle("d-flex", state === "failed");
        this.progress(job, 0);
        this.showState();
    }

    progress(job, percent) {
        const bar = job.row.querySelector(".progress");
        bar.setAttribute("aria-valuenow", Math.round(percent));
        bar.firstElementChild.style.width = `${percent}%`;
    }

    fail(job, why, retry) {
        this.mark(job, "failed", why);
        job.row.querySelector(".o_tthc_retry").classList.toggle("d-none", !retry);
        this.say(`${job.file.name}: ${why}`);
    }

    done(job, file) {
        this.jobs.delete(job);
        const same = this.el.querySelector(`.o_tthc_files [data-file-id="${file.id}"]`);
        if (same) {
            job.row.remove();
        } else {
            this.showFile(job.row, file);
        }
        this.el.querySelector("[name=supply_id]").value = file.supply_id;
        this.el.querySelector(".o_tthc_left")?.remove();
        this.say(`${file.name}: ${this.words.done}`);
        this.showState();
    }

    showFile(row, file) {
        row.className = "list-group-item";
        row.dataset.fileId = file.id;
        row.innerHTML = `
            <div class="o_tthc_file_line">
                <a class="o_tthc_name" target="_blank" rel="noopener"></a>
                <span class="small text-nowrap"></span>
                <span class="badge text-bg-success"></span>
            </div>
            <form method="post" class="o_tthc_remove">
                <button class="btn btn-outline-danger" type="submit"></button>
            </form>`;
        const [link, size, mark] = row.querySelectorAll(".o_tthc_file_line > *");
        link.href = file.url;
        link.textContent = file.name;
        size.textContent = file.size;
        mark.textContent = this.words.done;
        const form = row.querySelector("form");
        form.action = `${file.url}/remove`;
        const button = form.querySelector("button");
        button.textContent = this.words.remove;
        button.setAttribute("aria-label", `${this.words.remove} ${file.name}`);
        this.addListener(form, "submit", (ev) => {
            ev.preventDefault();
            this.onRemove(ev, form);
        });
    }

    say(text) {
        this.el.querySelector("#tthc_upload_status").textContent = text;
    }

    // Trying again, taking back -------------------------------------------------------------------

    again(job, own = false) {
        if (!this.jobs.has(job) || job.state === "uploading" || this.queue.includes(job)) {
            return;
        }
        job.tries = own ? job.tries : 0;
        this.mark(job, "waiting");
        this.queue.push(job);
        this.next();
    }

    onOnline() {
        for (const job of this.jobs) {
            const retry = !job.row.querySelector(".o_tthc_retry").classList.contains("d-none");
            if (job.state === "waiting" || (job.state === "failed" && retry)) {
                this.again(job);
            }
        }
    }

    forget(job) {
        this.jobs.delete(job);
        const input = job.item.querySelector("[name=file]");
        job.row.remove();
        input.focus();
        this.showState();
    }

    async onRemove(_ev, form) {
        const body = new FormData(form);
        body.set("csrf_token", this.el.dataset.csrf);
        const headers = { Accept: "application/json" };
        try {
            const answer = await this.waitFor(
                fetch(form.action, { method: "POST", body, headers })
            );
            if (!answer.ok) {
                return this.say(this.words.server);
            }
        } catch {
            return this.say(this.words.broken);
        }
        const item = form.closest(".o_tthc_item");
        form.closest("li").remove();
        item.querySelector("[name=file]").focus();
        this.showState();
    }

    // Sending -------------------------------------------------------------------------------------

    /** Why it cannot be sent now; empty when it can. */
    obstacle() {
        const states = [...this.jobs].map((job) => job.state);
        if (states.some((state) => state !== "failed")) {
            return this.words.busy;
        }
        if (states.length) {
            return this.words.failed;
        }
        const uploaded = this.el.querySelector(".o_tthc_files .o_tthc_remove");
        return uploaded ? "" : this.words.nothing;
    }

    showState() {
        const text = this.obstacle();
        this.el.querySelector("#send_state").textContent = text;
        this.el
            .querySelector(".o_tthc_send_button")
            .setAttribute("aria-disabled", text ? "true" : "false");
    }

    onSend(ev) {
        const text = this.obstacle();
        if (text || this.sending) {
            ev.preventDefault();
            this.say(text || this.words.sending);
            this.showState();
            return;
        }
        this.sending = true;
        this.el.querySelector("#send_state").textContent = this.words.sending;
    }

    onLeave(ev) {
        if (this.jobs.size && !this.sending) {
            ev.preventDefault();
        }
    }
}

function newKey() {
    // crypto.randomUUID is missing where the page came without TLS.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

registry.category("public.interactions").add("tthc_portal.upload", Upload);
