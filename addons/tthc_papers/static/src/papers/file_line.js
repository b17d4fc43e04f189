import { Component } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** One file: what it is, its digest, and what may be done with it. */
export class FileLine extends Component {
    static template = "tthc_papers.FileLine";
    static props = { file: Object, actions: Object };

    setup() {
        this.notification = useService("notification");
    }

    get icon() {
        const type = this.props.file.mimetype;
        if (type === "application/pdf") {
            return "fa-file-pdf-o";
        }
        return type.startsWith("image/") ? "fa-file-image-o" : "fa-file-o";
    }

    get verdictClass() {
        return {
            clean: "text-bg-success",
            infected: "text-bg-danger",
        }[this.props.file.verdict] || "text-bg-warning";
    }

    async copyDigest() {
        await browser.navigator.clipboard.writeText(this.props.file.checksum);
        this.notification.add(_t("The digest was copied."), { type: "success" });
    }
}
