import { Component, onWillStart, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { AskDialog } from "./ask_dialog";
import { CameraDialog } from "./camera_dialog";
import { FileLine } from "./file_line";

const FILE_TYPE = "application/x-tthc-paper";

/**
 * The page "Files and Results" of a dossier: every paper with its files, the tray of files whose
 * paper is not known, the results, and the ways in. The server checks and decides everything
 * (models/tthc_dossier_papers.py); this shows it.
 */
export class DossierPapers extends Component {
    static template = "tthc_papers.DossierPapers";
    static components = { FileLine };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.uploads = useService("file_upload");
        this.root = useRef("root");
        this.picker = useRef("picker");
        this.state = useState({ papers: null, queue: [], over: null });
        this.next = 1;
        useDropzone(
            this.root,
            (event) => this.dropAnywhere(event),
            "o_tthc_papers_drop",
            () => !this.state.papers || this.state.papers.may_add
        );
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId || next.record !== this.props.record) {
                return this.load(next.record.resId);
            }
        });
    }

    get papers() {
        return this.state.papers;
    }

    get dossierId() {
        return this.props.record.resId;
    }

    async load(dossierId) {
        this.state.papers = dossierId
            ? await this.orm.silent.call("tthc.dossier", "get_papers", [[dossierId]])
            : null;
    }

    reload() {
        return this.load(this.dossierId);
    }

    // Files come in -------------------------------------------------------------------------------

    dropAnywhere(event) {
        const target = document
            .elementsFromPoint(event.clientX, event.clientY)
            .map((element) => element.closest("[data-paper]"))
            .find(Boolean);
        this.add(event.dataTransfer.files, this.placeOf(target));
    }

    placeOf(element) {
        const { paper, result } = element?.dataset || {};
        return result ? { held_id: result } : paper ? { component_id: paper } : {};
    }

    choose(place = {}) {
        this.place = place;
        this.picker.el.value = "";
        this.picker.el.click();
    }

    onPicked(event) {
        this.add(event.target.files, this.place || {});
    }

    /** Send files one after the other; what becomes of each is shown in the queue. */
    add(files, place) {
        for (const file of files) {
            this.state.queue.unshift({
                id: this.next++,
                name: file.name,
                file,
                place,
                progress: 0,
                status: "waiting",
                message: "",
            });
        }
        this.send();
    }

    /** One at a time: they all change the same dossier. */
    send() {
        const waiting = this.state.queue.filter((entry) => entry.status === "waiting");
        if (waiting.length && !this.isSending) {
            const entry = waiting.at(-1);
            entry.status = "sending";
            this.sendOne(entry);
        }
    }

    get isSending() {
        return this.state.queue.some((entry) => entry.status === "sending");
    }

    async sendOne(entry) {
        const route = entry.camera ? "/tthc_papers/camera" : "/tthc_papers/upload";
        const upload = await this.uploads.upload(route, entry.camera || [entry.file], {
            displayErrorNotification: false,
            buildFormData: (data) => {
                data.append("dossier_id", this.dossierId);
                data.append("name", entry.name);
                for (const [key, value] of Object.entries(entry.place)) {
                    data.append(key, value);
                }
            },
        });
        const { xhr } = upload;
        xhr.upload.addEventListener("progress", (event) => {
            entry.progress = Math.round((100 * event.loaded) / event.total);
        });
        xhr.addEventListener("loadend", () => this.onAnswer(entry, xhr));
    }

    async onAnswer(entry, xhr) {
        let answer = {};
        try {
            answer = JSON.parse(xhr.responseText);
        } catch {
            // not from the controller: the server or the connection gave up
        }
        entry.progress = 100;
        entry.status = answer.status || "refused";
        entry.message =
            answer.message ||
            (xhr.status === 413
                ? _t("The server does not take a file of this size.")
                : _t("It did not arrive. Check the connection, and add the file again."));
        entry.retry = !answer.status;
        this.send();
        if (!this.isSending) {
            await this.reload();
        }
    }

    retry(entry) {
        entry.status = "waiting";
        entry.retry = false;
        this.send();
    }

    clearQueue() {
        this.state.queue = this.state.queue.filter((entry) =>
            ["waiting", "sending"].includes(entry.status)
        );
    }

    queueIcon(status) {
        return {
            waiting: "fa-clock-o text-muted",
            sending: "fa-upload text-info",
            stored: "fa-check text-success",
            tray: "fa-question-circle text-warning",
            duplicate: "fa-clone text-info",
            refused: "fa-times text-danger",
        }[status];
    }

    statusLabel(status) {
        return {
            waiting: _t("Waiting"),
            sending: _t("Sending"),
            stored: _t("Filed"),
            tray: _t("To be assigned"),
            duplicate: _t("There already"),
            refused: _t("Refused"),
        }[status];
    }

    openCamera(place = {}, name = _t("camera")) {
        this.dialog.add(CameraDialog, {
            title: name,
            onDone: (pictures) => {
                this.state.queue.unshift({
                    id: this.next++,
                    name,
                    camera: pictures,
                    place,
                    progress: 0,
                    status: "waiting",
                    message: "",
                });
                this.send();
            },
        });
    }

    // Files move between the tray and the papers --------------------------------------------------

    onDragFile(event, file) {
        event.dataTransfer.setData(FILE_TYPE, String(file.id));
        event.dataTransfer.effectAllowed = "move";
    }

    onOver(event, key) {
        if (event.dataTransfer.types.includes(FILE_TYPE)) {
            event.preventDefault();
            this.state.over = key;
        }
    }

    async onDropFile(event, component) {
        const id = parseInt(event.dataTransfer.getData(FILE_TYPE));
        this.state.over = null;
        if (id) {
            event.preventDefault();
            await this.assign(id, component.id);
        }
    }

    async call(model, method, args) {
        const result = await this.orm.call(model, method, args);
        await this.reload();
        return result;
    }

    assign(fileId, componentId) {
        return this.call("tthc.paper.file", "action_assign", [[fileId], componentId]);
    }

    onChoosePaper(file, event) {
        const id = parseInt(event.target.value);
        return id ? this.assign(file.id, id) : undefined;
    }

    // What is done with a file ---------------------------------------------------------------------

    get fileActions() {
        return {
            kinds: this.papers.kinds,
            setKind: (file, kind) =>
                this.call("tthc.paper.file", "action_set_kind", [[file.id], kind]),
            replace: (file) => this.choose({ replaces_id: file.id }),
            takeOut: (file) => this.takeOut(file),
        };
    }

    takeOut(file) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Take out"),
            body: _t("%s is taken out of its paper. It stays in the history.", file.name),
            confirmLabel: _t("Take out"),
            confirm: () => this.call("tthc.paper.file", "action_discard", [[file.id]]),
            cancel: () => {},
        });
    }

    countAsReused(component, file) {
        return this.call("tthc.dossier.component", "action_mark_reused", [
            [component.id],
            file.id,
        ]);
    }

    reuse(component, offer) {
        return this.call("tthc.dossier.component", "action_reuse", [[component.id], offer.id]);
    }

    markNational(component) {
        this.dialog.add(AskDialog, {
            title: _t("Found in national data: %s", component.name),
            help: _t("The paper need not be handed in when its data was found there."),
            fields: [
                { name: "database", label: _t("Database"), value: _t("National population database") },
                { name: "reference", label: _t("Number or time of the query"), value: "" },
            ],
            onDone: ({ database, reference }) =>
                this.call("tthc.dossier.component", "action_mark_national", [
                    [component.id],
                    database,
                    reference,
                ]),
        });
    }

    unmarkNational(component) {
        return this.call("tthc.dossier.component", "action_unmark_national", [[component.id]]);
    }

    // Results --------------------------------------------------------------------------------------

    editResult(result) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Result"),
                res_model: "tthc.paper.held",
                res_id: result?.id || false,
                views: [[false, "form"]],
                target: "new",
                context: { default_dossier_id: this.dossierId, form_view_ref: "" },
            },
            { onClose: () => this.reload() }
        );
    }

    revoke(result) {
        this.dialog.add(AskDialog, {
            title: _t("Revoke: %s", result.name),
            help: _t("From now on it is offered to nobody for reuse."),
            fields: [{ name: "reason", label: _t("Decision or reason"), value: "" }],
            onDone: ({ reason }) =>
                this.call("tthc.paper.held", "action_revoke", [[result.id], reason]),
        });
    }

    async checkDigests() {
        const found = await this.orm.call("tthc.dossier", "action_check_papers", [
            [this.dossierId],
        ]);
        await this.action.doAction(found);
        await this.reload();
    }

    openStore() {
        const [id] = [this.props.record.data.owner_id].flat();
        const partnerId = id?.id || id;
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "tthc_paper_store",
            name: _t("Papers on File"),
            params: { partner_id: partnerId },
        });
    }
}

registry.category("view_widgets").add("tthc_papers", {
    component: DossierPapers,
    fieldDependencies: [{ name: "event_count", type: "integer", readonly: true }],
});
