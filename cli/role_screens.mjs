// The main screens of every role, in Vietnamese, on a desk's screen and on a phone, light and dark.
//   node role_screens.mjs ADDRESS LOGINS.tsv FOLDER [LOGIN…]
// Says of each page what is wider than the screen and what the browser complained about, and ends
// with 1 if there was anything. Run through ./tthc screenshots --roles=FOLDER.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, loginsFile, folder, ...only] = process.argv.slice(2);
const SIZES = {
    desk: { viewport: { width: 1366, height: 768 } },
    phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};
const THEMES = ["light", "dark"];
const FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
];
// Said of Odoo's own files, see docs: they are removed from Debian's package.
const HARMLESS = /selfie_segmentation|favicon|Failed to load resource/;

const view = (action, type) => ({ path: `action-${action}?view_type=${type}`, name: `${action.split("action_")[1]}-${type}` });
const DESK = { path: "action-tthc_dossier.action_desk", name: "desk" };
const DOSSIERS = ["list", "kanban", "calendar", "pivot", "graph"].map((type) =>
    view("tthc_dossier.action_dossiers", type)
);
const STEPS = view("tthc_dossier.action_my_steps", "list");
const FIRST = { first: "tthc.dossier", name: "dossier" };
const SCREENS = {
    tiepnhan: [
        DESK,
        { path: "action-tthc_dossier.action_intake", name: "intake" },
        ...DOSSIERS,
        view("tthc_dossier.action_to_return", "list"),
        view("tthc_dossier.action_submissions", "list"),
        view("tthc_dossier.action_handovers", "list"),
        FIRST,
    ],
    chuyenvien: [
        DESK,
        STEPS,
        view("tthc_dossier.action_consultations_to_answer", "list"),
        view("tthc_dossier.action_tasks", "kanban"),
        FIRST,
    ],
    lanhdao: [
        DESK,
        STEPS,
        view("tthc_dossier.action_my_team", "list"),
        view("tthc_dossier.action_extensions", "list"),
        view("tthc_dossier.action_apologies", "list"),
        FIRST,
    ],
    quanly: [
        DESK,
        ...DOSSIERS,
        view("tthc_dossier.action_tasks", "list"),
        view("tthc_dossier.action_deadline_warnings", "list"),
        view("tthc_dossier.action_ledger_books", "list"),
        FIRST,
    ],
    thanhtra: [
        DESK,
        view("tthc_dossier.action_dossiers", "list"),
        view("tthc_dossier.action_events", "list"),
        view("tthc_dossier.action_ledger_verifications", "list"),
        FIRST,
    ],
    ketoan: [
        view("tthc_payment.action_expected_payment", "list"),
        view("tthc_payment.action_exceptions", "list"),
        view("tthc_payment.action_incoming_money", "list"),
    ],
    buuchinh: [
        view("tthc_postal.action_to_pack", "list"),
        view("tthc_postal.action_shipments", "list"),
    ],
};

const passwords = new Map(
    readFileSync(loginsFile, "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split("\t"))
        .map(([, login, password]) => [login, password])
);

async function firstId(page, model) {
    const reply = await page.request.post(`${base}/web/dataset/call_kw/${model}/search`, {
        data: {
            jsonrpc: "2.0",
            id: 1,
            params: {
                model,
                method: "search",
                args: [[["accepted_at", "!=", false]]],
                kwargs: { limit: 1, order: "id" },
            },
        },
    });
    return (await reply.json()).result?.[0];
}

/** What sticks out of the screen to the right; lists, boards and tables scroll by themselves. */
const tooWide = () => {
    const scrolls = (node) => {
        for (let at = node; at && at !== document.body; at = at.parentElement) {
            if (["auto", "scroll", "hidden"].includes(getComputedStyle(at).overflowX)) {
                return true;
            }
        }
        return false;
    };
    return [...document.querySelectorAll(".o_action_manager *")]
        .filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !scrolls(node))
        .slice(0, 3)
        .map((node) => `${node.tagName.toLowerCase()}.${[...node.classList].join(".")}`);
};

async function takeScreens(context, login, kind) {
    const page = await context.newPage();
    const said = [];
    page.setDefaultTimeout(60000);
    page.on("pageerror", (error) => said.push(error.message.split("\n")[0]));
    page.on("console", (message) => {
        if (message.type() === "error" && !HARMLESS.test(message.text())) {
            said.push(message.text().split("\n")[0]);
        }
    });
    await page.goto(`${base}/web/login`);
    await page.fill("#login", login);
    await page.fill("#password", passwords.get(login));
    await page.click("button[type=submit]");
    await page.waitForURL((url) => !url.pathname.startsWith("/web/login"));
    let wrong = 0;
    for (const screen of SCREENS[login]) {
        const path = screen.path || `${screen.first}/${await firstId(page, screen.first)}`;
        await page.goto(`${base}/odoo/${path}`);
        await page
            .waitForSelector(".o_action_manager .o_content")
            .catch(() => said.push("nothing was shown"));
        await page.waitForTimeout(1500);
        await page.screenshot({ path: join(folder, `${login}-${screen.name}-${kind}.png`) });
        const wide = await page.evaluate(tooWide);
        const findings = [...said.splice(0), ...wide.map((name) => `too wide: ${name}`)];
        wrong += findings.length;
        console.error(`      ${login} ${screen.name} ${kind}${findings.map((f) => `\n        ${f}`).join("")}`);
    }
    return wrong;
}

async function main() {
    const unknown = only.find((login) => !(login in SCREENS));
    const health = await fetch(`${base}/web/health`).catch(() => null);
    if (unknown || !health?.ok) {
        console.error(
            unknown
                ? `tthc: there are no screens of '${unknown}'; there are ${Object.keys(SCREENS).join(", ")}`
                : `tthc: no server answers at ${base}; start it with ./tthc run --detach`
        );
        process.exit(2);
    }
    mkdirSync(folder, { recursive: true });
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
    let wrong = 0;
    for (const login of only.length ? only : Object.keys(SCREENS)) {
        for (const [size, options] of Object.entries(SIZES)) {
            for (const theme of THEMES) {
                const context = await browser.newContext({
                    ...options,
                    locale: "vi-VN",
                    timezoneId: "Asia/Ho_Chi_Minh",
                });
                await context.addCookies([{ name: "color_scheme", value: theme, url: base }]);
                try {
                    wrong += await takeScreens(context, login, `${size}-${theme}`);
                } catch (error) {
                    wrong += 1;
                    console.error(`      ${login} ${size}-${theme}: ${error.message.split("\n")[0]}`);
                }
                await context.close();
            }
        }
    }
    await browser.close();
    process.exitCode = wrong ? 1 : 0;
}

await main();
