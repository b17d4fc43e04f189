// The pictures of the README and of the addons' descriptions, taken from a running demo server by
// the roles whose screens they are.
//   node screenshots.mjs ADDRESS LOGINS.tsv FOLDER [NAME…]
// They lie in FOLDER as in the repository: below docs/screenshots, or below the addon they show.
// Nothing is saved on the way but what opening a page saves: a VietQR code that is shown begins
// an attempt to pay, a receipt that is printed is in the log of prints. Run through ./tthc screenshots, which fetches playwright-core first.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const [base, loginsFile, folder, ...only] = process.argv.slice(2);
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const CARD =
    "027192000123|123456789|Trần Thị Quét|05031992|Nữ|Số 9, phường Võ Cường, Bắc Ninh|01072021";
const FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
];

const passwords = new Map(
    readFileSync(loginsFile, "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split("\t"))
        .map(([, login, password]) => [login, password])
);

function fail(message) {
    console.error(`tthc: ${message}`);
    process.exit(2);
}

const settle = (page, milliseconds = 1500) => page.waitForTimeout(milliseconds);

/** Read through the server's own interface, as the user who is logged in on the page. */
async function call(page, model, method, args, kwargs = {}) {
    const reply = await page.request.post(`${base}/web/dataset/call_kw/${model}/${method}`, {
        data: { jsonrpc: "2.0", id: 1, params: { model, method, args, kwargs } },
    });
    const { result, error } = await reply.json();
    if (error) {
        throw new Error(`${model}.${method}: ${error.data?.message || error.message}`);
    }
    return result;
}

async function first(page, model, domain, fields = ["id"], order = "id") {
    const [row] = await call(page, model, "search_read", [domain, fields], { limit: 1, order });
    if (!row) {
        throw new Error(`the demo data have no ${model} with ${JSON.stringify(domain)}`);
    }
    return row;
}

/** Open an action of the back end and wait for what it shows. */
async function open(page, path, selector) {
    await page.goto(`${base}/odoo/${path}`);
    await page.waitForSelector(selector, { timeout: 30000 });
    await settle(page);
}

const view = (page, action, type, selector) =>
    open(page, `action-${action}?view_type=${type}`, selector);

/** A dossier at the counter of which the fee is still to be paid. */
const unpaid = (page) =>
    first(page, "tthc.dossier", [
        ["state", "in", ["accepted", "processing"]],
        ["payment_state", "=", "due"],
    ], ["id", "name", "lookup_token"], "id desc");

/** A payment request that can still be paid. */
const openRequest = (page) =>
    first(page, "tthc.expected.payment", [["state", "=", "open"]], ["id", "dossier_id"], "id desc");

/** The first page of a printed paper: of a report, or at an address. */
async function printed(page, report, file) {
    const path = report.startsWith("/") ? report : `/report/pdf/${report}`;
    const reply = await page.request.get(`${base}${path}`);
    if (!reply.ok()) {
        throw new Error(`${report} could not be printed (${reply.status()})`);
    }
    writeFileSync(`${file}.pdf`, await reply.body());
    execFileSync("pdftoppm", ["-png", "-r", "110", "-f", "1", "-singlefile", `${file}.pdf`, file]);
    rmSync(`${file}.pdf`);
    return true;
}

/** A page that needs no login, as a phone shows it. */
async function onPhone(browser, path, file) {
    const context = await newContext(browser, PHONE);
    const phone = await context.newPage();
    await phone.goto(`${base}${path}`);
    await settle(phone);
    await phone.screenshot({ path: `${file}.png` });
    await context.close();
    return true;
}

const desk = (name, login) => ({
    name,
    addon: "tthc_dossier",
    login,
    take: (page) => open(page, "action-tthc_dossier.action_desk", ".o_tthc_desk"),
});

const pictures = [
    desk("desk-receptionist", "tiepnhan"),
    desk("desk-officer", "chuyenvien"),
    desk("desk-leader", "lanhdao"),
    desk("desk-manager", "quanly"),
    {
        name: "files",
        addon: "tthc_papers",
        login: "tiepnhan",
        async take(page) {
            const kept = [["state", "=", "current"], ["dossier_id.state", "=", "done"]];
            const file = await first(page, "tthc.paper.file", kept, ["dossier_id"]);
            await open(page, `action-tthc_dossier.action_dossiers/${file.dossier_id[0]}`, ".o_form_view");
            const tab = page.locator(".o_notebook a[name=papers]").first();
            await tab.click();
            await settle(page);
            // below the bar that stays
            await tab.evaluate((node) => {
                node.scrollIntoView({ block: "start" });
                node.closest(".o_content").scrollBy(0, -110);
            });
            await settle(page, 500);
        },
    },
    {
        name: "custody",
        addon: "tthc_custody",
        login: "tiepnhan",
        take: (page) => view(page, "tthc_custody.action_holdings", "list", "tr.o_data_row"),
    },
    {
        name: "guidance",
        addon: "tthc_guidance",
        login: "tiepnhan",
        async take(page, file) {
            await open(page, "action-tthc_guidance.action_new_guidance", ".o_form_view");
            await page.fill(".o_field_widget[name=procedure_id] input", "2.001610");
            await page.click(".o-autocomplete--dropdown-item:has-text('2.001610')");
            await page.waitForSelector(".o_field_widget[name=line_ids] tr.o_data_row");
            await settle(page);
            await page.screenshot({ path: `${file}.png` });
            // leaving the page would keep it
            await page.click(".o_form_button_cancel");
            await settle(page);
            return true;
        },
    },
    {
        name: "outage-pad",
        addon: "tthc_outage",
        login: "tiepnhan",
        async take(page, file) {
            const pad = await first(page, "tthc.outage.pad", [["state", "=", "printed"]]);
            return printed(page, `tthc_outage.report_pad/${pad.id}`, file);
        },
    },
    {
        name: "notice-rules",
        addon: "tthc_notice",
        login: "admin",
        take: (page) => view(page, "tthc_notice.action_notice_rules", "list", "tr.o_data_row"),
    },
    {
        name: "form-layout",
        addon: "tthc_dossier",
        login: "admin",
        async take(page) {
            const layout = await first(page, "tthc.form.layout", [
                ["form_id.key", "=", "receipt"],
                ["date_to", "=", false],
            ]);
            await open(page, `tthc.form.layout/${layout.id}`, ".o_form_view");
        },
    },
    {
        name: "portal-phone",
        addon: "tthc_portal",
        login: "congdan",
        phone: true,
        async take(page) {
            await page.goto(`${base}/my/dossiers`);
            const links = page.locator("a[href*='/my/dossiers/']");
            const addresses = await links.evaluateAll((nodes) =>
                nodes.map((node) => node.href.match(/.*[/]my[/]dossiers[/][0-9]+/)?.[0]).filter(Boolean)
            );
            for (const address of new Set(addresses)) {
                await page.goto(`${address}/supplement`);
                if (page.url().includes("/supplement")) {
                    return settle(page);
                }
            }
            throw new Error("nothing is asked of the demo citizen");
        },
    },
    {
        name: "intake",
        addon: "tthc_dossier",
        login: "tiepnhan",
        async take(page, file) {
            await open(page, "action-tthc_dossier.action_intake", ".o_field_widget[name=scan] input");
            await page.fill(".o_field_widget[name=scan] input", CARD);
            await page.click(".o_field_widget[name=procedure_id] input");
            await settle(page);
            await page.fill(".o_field_widget[name=phone] input", "0912345678");
            await page.fill(".o_field_widget[name=procedure_id] input", "2.001610");
            await page.click(".o-autocomplete--dropdown-item:has-text('2.001610')");
            await page.waitForSelector(".o_field_widget[name=line_ids] tr.o_data_row");
            await settle(page);
            const ticks = page.locator(
                ".o_field_widget[name=line_ids] tr.o_data_row td[name=received] input"
            );
            for (const row of [0, 1]) {
                await ticks.nth(row).click();
                await settle(page, 600);
            }
            await page.screenshot({ path: `${file}-papers.png` });
            await page.locator(".o_field_widget[name=scan] input").focus();
            await settle(page, 500);
        },
    },
    {
        name: "dossier-list",
        login: "tiepnhan",
        take: (page) =>
            view(page, "tthc_dossier.action_dossiers", "list", ".o_list_view tr.o_data_row"),
    },
    {
        name: "dossier-kanban",
        login: "quanly",
        take: (page) =>
            view(page, "tthc_dossier.action_dossiers", "kanban", ".o_kanban_record"),
    },
    {
        name: "dossier-form",
        addon: "tthc_dossier",
        login: "chuyenvien2",
        async take(page) {
            const mine = await first(page, "tthc.dossier", [
                ["is_mine", "=", true],
                ["state", "=", "processing"],
            ]);
            await open(
                page,
                `action-tthc_dossier.action_my_steps/${mine.id}`,
                ".o_form_view .o_field_widget[name=state]"
            );
        },
    },
    {
        name: "receipt",
        addon: "tthc_dossier",
        login: "tiepnhan.dongxuan",
        async take(page, file) {
            const dossier = await unpaid(page);
            return printed(page, `tthc_dossier.report_receipt/${dossier.id}`, file);
        },
    },
    {
        name: "vietqr",
        addon: "tthc_payment",
        login: "thungan",
        async take(page) {
            await view(page, "tthc_payment.action_dossiers_finance", "list", "tr.o_data_row");
            const dossier = await unpaid(page);
            await open(
                page,
                `action-tthc_payment.action_dossiers_finance/${dossier.id}`,
                "button[name=action_show_payment_qr]"
            );
            await page.click("button[name=action_show_payment_qr]");
            await page.waitForSelector(".modal .o_field_widget[name=qr_image] img");
            await settle(page);
        },
    },
    {
        name: "cash-taking",
        addon: "tthc_payment",
        login: "thungan",
        async take(page) {
            await open(
                page,
                `action-tthc_payment.action_expected_payment/${(await openRequest(page)).id}`,
                ".o_form_view button[name=action_take_payment]"
            );
            await page.click("button[name=action_take_payment]");
            await page.fill(".modal .o_field_widget[name=tendered] input", "50000");
            await page.press(".modal .o_field_widget[name=tendered] input", "Tab");
            await settle(page);
        },
    },
    {
        name: "cash-shift",
        addon: "tthc_payment",
        login: "ketoan",
        async take(page) {
            const shift = await first(page, "tthc.cash.shift", [["state", "=", "closed"]]);
            await open(page, `action-tthc_payment.action_cash_shift/${shift.id}`, ".o_form_view");
        },
    },
    {
        name: "waiver",
        addon: "tthc_payment",
        login: "ketoantruong",
        async take(page) {
            const waiver = await first(page, "tthc.fee.waiver", [["state", "=", "proposed"]]);
            await open(page, `action-tthc_payment.action_fee_waiver/${waiver.id}`, ".o_form_view");
        },
    },
    {
        name: "refunds",
        addon: "tthc_payment",
        login: "ketoantruong",
        take: (page) => view(page, "tthc_payment.action_refund", "list", "tr.o_data_row"),
    },
    {
        name: "pay-phone",
        addon: "tthc_payment",
        login: "thungan",
        async take(page, file, browser) {
            const request = await openRequest(page);
            const dossier = await first(
                page, "tthc.dossier", [["id", "=", request.dossier_id[0]]], ["lookup_token"]
            );
            await page.goto(`${base}/tra-cuu/${dossier.lookup_token}`);
            const link = await page.locator("a[href*='/thanh-toan/']").first().getAttribute("href");
            return onPhone(browser, link.replace(base, ""), file);
        },
    },
    {
        name: "money-receipt",
        addon: "tthc_receipt",
        login: "ketoan",
        async take(page, file) {
            const receipt = await first(page, "tthc.receipt", [["state", "=", "draft"]]);
            return printed(page, `/tthc/receipt/${receipt.id}/pdf`, file);
        },
    },
    {
        name: "statement",
        addon: "tthc_payment",
        login: "ketoan",
        async take(page) {
            const statement = await first(page, "tthc.statement", []);
            await open(page, `action-tthc_payment.action_statement/${statement.id}`, ".o_form_view");
        },
    },
    {
        name: "workbench",
        addon: "tthc_reconciliation",
        login: "ketoan",
        async take(page) {
            await open(page, "action-tthc_reconciliation.action_workbench", ".o_tthc_bench_body");
            // one that is short or over
            await page.click("tr.o_data_row:has(td:text-is('Sai số tiền')) td[name=memo]");
            await page.waitForSelector(".o_tthc_bench_compared");
            await settle(page);
        },
    },
    {
        name: "payment-exceptions",
        addon: "tthc_payment",
        login: "ketoan",
        async take(page) {
            await view(page, "tthc_payment.action_exceptions", "list", ".o_list_view");
            // what is opened moves what is below: always the first that is still closed
            const closed = page.locator("tr.o_group_header:not(.o_group_open)");
            while (await closed.count()) {
                await closed.first().click();
                await settle(page, 500);
            }
            await settle(page);
        },
    },
    {
        name: "shipments",
        addon: "tthc_postal",
        login: "buuchinh",
        take: (page) => view(page, "tthc_postal.action_shipments", "list", "tr.o_data_row"),
    },
    {
        name: "postal-handover",
        addon: "tthc_postal",
        login: "buuchinh",
        async take(page) {
            const record = await first(page, "tthc.postal.handover", [
                ["direction", "=", "from_post"],
                ["state", "=", "draft"],
            ]);
            await open(page, `action-tthc_postal.action_handovers/${record.id}`, ".o_form_view");
        },
    },
    {
        name: "postal-batch",
        addon: "tthc_postal",
        login: "buuchinh",
        async take(page) {
            const batch = await first(page, "tthc.postal.batch", [["state", "=", "open"]]);
            await open(page, `action-tthc_postal.action_postal_batches/${batch.id}`, ".o_form_view");
        },
    },
    {
        name: "postman-phone",
        addon: "tthc_postal",
        login: "buuta",
        phone: true,
        take: (page) => open(page, "action-tthc_postal.action_envelopes", ".o_kanban_record"),
    },
    {
        name: "day",
        addon: "tthc_reconciliation",
        login: "ketoan",
        async take(page) {
            const day = await first(page, "tthc.reconciliation.day", [
                ["state", "=", "open"],
                ["item_count", ">", 0],
            ]);
            await open(page, `action-tthc_reconciliation.action_reconciliation_day/${day.id}`, ".o_form_view");
        },
    },
    {
        name: "remittance-due",
        addon: "tthc_remittance",
        login: "ketoan",
        take: (page) => view(page, "tthc_remittance.action_remittance_due", "list", ".o_list_view"),
    },
    {
        name: "procedure-version",
        addon: "tthc_catalogue",
        login: "danhmuc",
        async take(page) {
            const version = await first(page, "tthc.procedure.version", [
                ["procedure_id.code", "=", "2.001610"],
            ]);
            await open(
                page,
                `action-tthc_catalogue.action_procedure_version/${version.id}`,
                ".o_form_view .o_form_sheet"
            );
        },
    },
    {
        name: "process-designer",
        addon: "tthc_catalogue",
        login: "danhmuc",
        async take(page) {
            const model = "tthc.procedure.case";
            const branching = [["version_id.state", "=", "published"], ["step_ids.split", "!=", false]];
            const one = await first(page, model, branching, ["id"], "id desc");
            await page.setViewportSize({ ...DESK, height: 1000 });
            await open(page, `action-tthc_catalogue.action_procedure_case/${one.id}`, ".o_form_view");
            await page.click("a[name=process]");
            const diagram = page.locator(".o_field_widget[name=process_diagram] svg");
            await diagram.evaluate((node) => node.scrollIntoView({ block: "end" }));
            await settle(page);
        },
    },
    {
        name: "publish-dialog",
        addon: "tthc_catalogue",
        login: "congbo",
        async take(page) {
            const waiting = await first(page, "tthc.procedure.version", [["state", "=", "submitted"]]);
            await page.setViewportSize(DESK);
            await open(page, `action-tthc_catalogue.action_procedure_version/${waiting.id}`, ".o_form_view");
            await page.click("button[name=action_review_publication]");
            await page.waitForSelector(".modal .o_form_view");
            await settle(page);
        },
    },
    {
        name: "limit-report",
        login: "danhmuc",
        async take(page) {
            await page.setViewportSize(DESK);
            await view(page, "tthc_catalogue.action_limit_report", "pivot", ".o_pivot table");
        },
    },
    {
        name: "fee-preview",
        addon: "tthc_catalogue",
        login: "danhmuc",
        async take(page) {
            const draft = await first(page, "tthc.fee.regulation", [["state", "=", "draft"]]);
            await open(page, `action-tthc_catalogue.action_fee_regulation/${draft.id}`, ".o_form_view");
            await page.click("button[name=action_preview_fees]");
            await page.waitForSelector(".o_form_view .o_field_widget[name=line_ids] tr.o_data_row");
            await settle(page);
        },
    },
    {
        name: "import-batch",
        addon: "tthc_catalogue_import",
        login: "danhmuc",
        async take(page) {
            const batch = await first(page, "tthc.import.batch", []);
            await open(page, `action-tthc_catalogue_import.action_import_batch/${batch.id}`, ".o_form_view");
        },
    },
    {
        name: "audit",
        addon: "tthc_catalogue_audit",
        login: "danhmuc",
        take: (page) => view(page, "tthc_catalogue_audit.action_audit", "list", "tr.o_data_row"),
    },
    {
        name: "to-post",
        addon: "tthc_posting",
        login: "niemyet",
        async take(page) {
            await view(page, "tthc_posting.action_posting_gap", "list", ".o_list_view");
            await page.locator("tr.o_group_header").first().click();
            await settle(page);
        },
    },
    {
        name: "public-procedure-phone",
        addon: "tthc_posting",
        login: "niemyet",
        async take(page, file, browser) {
            return onPhone(browser, "/thu-tuc/1.001193", file);
        },
    },
    {
        name: "offers",
        login: "quanly",
        take: (page) => view(page, "tthc_catalogue.action_offer", "list", ".o_list_view"),
    },
    {
        name: "dossier-process",
        addon: "tthc_dossier",
        login: "quanly",
        async take(page) {
            const dossier = await first(page, "tthc.dossier", [
                ["state", "=", "done"],
                ["company_id.name", "ilike", "tỉnh"],
            ]);
            await open(
                page,
                `action-tthc_dossier.action_dossiers/${dossier.id}`,
                ".o_form_view .o_field_widget[name=state]"
            );
            await page.click(".o_notebook a[name=process]");
            await page.waitForSelector(".o_notebook svg");
            await page.locator(".o_notebook svg").first().scrollIntoViewIfNeeded();
        },
    },
    {
        name: "warnings",
        login: "lanhdao",
        take: (page) =>
            view(page, "tthc_dossier.action_deadline_warnings", "list", "tr.o_data_row"),
    },
    {
        name: "manager-pivot",
        login: "quanly",
        take: (page) => view(page, "tthc_dossier.action_dossiers", "pivot", ".o_pivot table"),
    },
    {
        name: "look-up-phone",
        addon: "tthc_dossier",
        login: "tiepnhan.dongxuan",
        async take(page, file, browser) {
            const dossier = await unpaid(page);
            return onPhone(browser, `/tra-cuu/${dossier.lookup_token}`, file);
        },
    },
    {
        name: "check-phone",
        addon: "tthc_dossier",
        login: "tiepnhan.dongxuan",
        async take(page, file, browser) {
            const receipt = await first(
                page,
                "tthc.form.print",
                [["form_id.key", "=", "receipt"], ["token", "!=", false]],
                ["token"],
                "id desc"
            );
            return onPhone(browser, `/kiem-tra/${receipt.token}`, file);
        },
    },
    {
        name: "portal",
        login: "congdan",
        async take(page) {
            await page.goto(`${base}/my/dossiers`);
            const links = page.locator("a[href*='/my/dossiers/']");
            const addresses = await links.evaluateAll((nodes) => nodes.map((node) => node.href));
            // the one with the most history; a page with a code to scan is worth as much again
            let best = { score: -1 };
            for (const address of new Set(addresses)) {
                await page.goto(address);
                const score = await page.evaluate(
                    () => document.body.innerText.length + 2000 * !!document.querySelector("img[src^='data:image/png']")
                );
                if (score > best.score) {
                    best = { score, address };
                }
            }
            if (!best.address) {
                throw new Error("the demo citizen has no dossier");
            }
            await page.goto(best.address);
            await settle(page);
        },
    },
];

function newContext(browser, viewport) {
    return browser.newContext({
        viewport,
        deviceScaleFactor: viewport === PHONE ? 2 : 1,
        locale: "vi-VN",
        timezoneId: "Asia/Ho_Chi_Minh",
    });
}

async function session(browser, login, viewport) {
    const context = await newContext(browser, viewport);
    const page = await context.newPage();
    page.setDefaultTimeout(30000);
    await page.goto(`${base}/web/login`);
    await page.fill("#login", login);
    await page.fill("#password", passwords.get(login));
    await page.click("button[type=submit]");
    await page.waitForURL((url) => !url.pathname.startsWith("/web/login"));
    await settle(page);
    return { context, page };
}

async function main() {
    for (const name of only) {
        if (!pictures.some((picture) => picture.name === name)) {
            fail(`there is no picture '${name}'; there are ${pictures.map((p) => p.name).join(", ")}`);
        }
    }
    const health = await fetch(`${base}/web/health`).catch(() => null);
    if (!health?.ok) {
        fail(`no server answers at ${base}; start it with ./tthc run --detach`);
    }
    const wanted = pictures.filter((picture) => !only.length || only.includes(picture.name));
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
    const sessions = new Map();
    let missed = 0;
    for (const picture of wanted) {
        const home = picture.addon ? `addons/${picture.addon}/static/description` : "docs/screenshots";
        const file = join(folder, home, picture.name);
        const who = `${picture.login} ${picture.phone ? "phone" : "desk"}`;
        mkdirSync(dirname(file), { recursive: true });
        try {
            if (!sessions.has(who)) {
                sessions.set(who, await session(browser, picture.login, picture.phone ? PHONE : DESK));
            }
            const { page } = sessions.get(who);
            const done = await picture.take(page, file, browser);
            if (done !== true) {
                await page.screenshot({ path: `${file}.png` });
            }
            console.error(`      ${picture.name}`);
        } catch (error) {
            missed += 1;
            const { page } = sessions.get(who) || {};
            await page?.screenshot({ path: `${file}-failed.png` }).catch(() => {});
            console.error(`      ${picture.name}: ${error.message.split("\n")[0]}`);
        }
    }
    await browser.close();
    process.exitCode = missed ? 1 : 0;
}

await main();
