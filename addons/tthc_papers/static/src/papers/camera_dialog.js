import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Quality of the pictures that are sent; the server makes them smaller if need be. */
const JPEG_QUALITY = 0.9;

/**
 * Takes pages with the camera of a tablet, one picture each. Where the browser gives no camera
 * (no permission, or a page without https), the device's own camera app is asked for.
 */
export class CameraDialog extends Component {
    static template = "tthc_papers.CameraDialog";
    static components = { Dialog };
    static props = { title: String, onDone: Function, close: Function };

    setup() {
        this.video = useRef("video");
        this.state = useState({ problem: "", ready: false, pages: [] });
        this.next = 1;
        onMounted(() => this.start());
        onWillUnmount(() => this.stop());
    }

    async start() {
        const devices = browser.navigator.mediaDevices;
        if (!devices?.getUserMedia) {
            this.state.problem = _t("it needs a secure connection");
            return;
        }
        try {
            this.stream = await devices.getUserMedia({
                video: { facingMode: "environment", width: { ideal: 2560 }, height: { ideal: 1920 } },
            });
        } catch (error) {
            this.state.problem = error.name;
            return;
        }
        if (!this.video.el) {
            this.stop();
            return;
        }
        this.video.el.srcObject = this.stream;
        await this.video.el.play();
        this.state.ready = true;
    }

    stop() {
        for (const track of this.stream?.getTracks() || []) {
            track.stop();
        }
        for (const page of this.state.pages) {
            URL.revokeObjectURL(page.url);
        }
    }

    async shoot() {
        const video = this.video.el;
        const canvas = document.createElement("canvas");
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        canvas.getContext("2d").drawImage(video, 0, 0);
        const blob = await new Promise((resolve) =>
            canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY)
        );
        this.addPage(new File([blob], `page${this.next}.jpg`, { type: "image/jpeg" }));
    }

    onPicked(event) {
        for (const file of event.target.files) {
            this.addPage(file);
        }
    }

    addPage(file) {
        this.state.pages.push({ id: this.next++, file, url: URL.createObjectURL(file) });
    }

    remove(page) {
        URL.revokeObjectURL(page.url);
        this.state.pages = this.state.pages.filter((one) => one.id !== page.id);
    }

    done() {
        this.props.onDone(this.state.pages.map((page) => page.file));
        this.props.close();
    }
}
