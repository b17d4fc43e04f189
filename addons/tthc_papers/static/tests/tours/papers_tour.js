import { registry } from "@web/core/registry";

/** A small picture with something of its own on it, as a file. */
async function picture(name, shade) {
    const canvas = document.createElement("canvas");
    canvas.width = 120;
    canvas.height = 90;
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, 120, 90);
    context.fillStyle = `rgb(${shade}, 40, 90)`;
    context.fillRect(10, 10, shade % 90, 40);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new File([blob], name, { type: "image/png" });
}

function transferOf(files) {
    const data = new DataTransfer();
    files.forEach((file) => data.items.add(file));
    return data;
}

function fire(target, type, dataTransfer, place = {}) {
    const options = { bubbles: true, cancelable: true, dataTransfer, ...place };
    target.dispatchEvent(new DragEvent(type, options));
}

const openPage = {
    content: "Open the page of the files",
    trigger: ".o_notebook a[name=papers]",
    run: "click",
};
registry.category("web_tour.tours").add("tthc_papers_drop", {
    steps: () => [
        openPage,
        {
            content: "Drag five files over the page",
            trigger: ".o_tthc_papers .o_tthc_paper",
            async run() {
                const same = await picture("GCN.png", 60);
                this.files = [
                    await picture("to khai.png", 30),
                    same,
                    new File([same], "ban nua.png", { type: "image/png" }),
                    await picture("scan0001.png", 90),
                    new File(["MZ rubbish that is no picture"], "to khai 2.png"),
                ];
                window.tthcFiles = transferOf(this.files);
                fire(document.body, "dragenter", window.tthcFiles);
            },
        },
        {
            content: "Drop them",
            trigger: ".o-Dropzone.o_tthc_papers_drop",
            run({ anchor }) {
                fire(anchor, "drop", window.tthcFiles, { clientX: 5, clientY: 5 });
            },
        },
        {
            content: "Two were filed, one waits, one is there already, one is refused",
            trigger: ".o_tthc_queue:has(.o_tthc_entry):not(:has(.o_tthc_waiting)):not(:has(.o_tthc_sending))",
            timeout: 60000,
            run() {
                for (const [status, count] of Object.entries({
                    stored: 2,
                    duplicate: 1,
                    tray: 1,
                    refused: 1,
                })) {
                    const found = document.querySelectorAll(`.o_tthc_entry.o_tthc_${status}`);
                    if (found.length !== count) {
                        throw new Error(`${found.length} files are ${status}, not ${count}`);
                    }
                }
            },
        },
        {
            content: "Drag the one that waits onto its paper",
            trigger: ".o_tthc_tray_file",
            run({ anchor }) {
                const paper = [...document.querySelectorAll(".o_tthc_paper")][1];
                const data = new DataTransfer();
                fire(anchor, "dragstart", data);
                fire(paper, "dragover", data);
                fire(paper, "drop", data);
            },
        },
        {
            content: "The tray is empty, the paper has its file",
            trigger: ".o_tthc_papers:not(:has(.o_tthc_unassigned)) .o_tthc_paper .o_tthc_file a:contains(scan0001.png)",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_papers_camera", {
    steps: () => [
        openPage,
        {
            content: "Open the camera for the first paper",
            trigger: ".o_tthc_paper:first button:has(.fa-camera)",
            run: "click",
        },
        { content: "Take a page", trigger: ".o_tthc_shoot:enabled", run: "click" },
        {
            content: "Take another one",
            trigger: ".modal:has(.o_tthc_page) .o_tthc_shoot:enabled",
            run: "click",
        },
        {
            content: "Store both",
            trigger: ".modal:has(.o_tthc_page ~ .o_tthc_page) .o_tthc_done:enabled",
            run: "click",
        },
        { content: "It is filed", trigger: ".o_tthc_entry.o_tthc_stored", timeout: 60000 },
        { content: "It is there", trigger: ".o_tthc_paper:first .o_tthc_file a:contains(.pdf)" },
    ],
});

registry.category("web_tour.tours").add("tthc_papers_capture", {
    steps: () => [
        openPage,
        {
            content: "Open the camera where there is none",
            trigger: ".o_tthc_paper:first button:has(.fa-camera)",
            run: "click",
        },
        {
            content: "The device's own camera is asked for",
            trigger: ".o_tthc_capture",
            async run({ anchor }) {
                anchor.files = transferOf([await picture("a.png", 33)]).files;
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { content: "Store it", trigger: ".modal:has(.o_tthc_page) .o_tthc_done:enabled", run: "click" },
        { content: "It is filed", trigger: ".o_tthc_entry.o_tthc_stored", timeout: 60000 },
    ],
});
