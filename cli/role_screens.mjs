// Every menu of every role as that role sees it, in Vietnamese, on a desk's screen and on a phone,
// light and dark: each menu's screen, the first record behind it, and the screens named below.
//   node role_screens.mjs ADDRESS LOGINS.tsv FOLDER [LOGIN | KIND | MENU…]
// KIND is one of desk-light, desk-dark, phone-light, phone-dark; MENU the end of a menu's name, as
// menu_slips. Without words all of them, which takes an hour. Says of each page what is wider than
// the screen, what is in English, what is hard to read and what the browser complained about, and
// ends with 1 if there was anything. Run through ./tthc screenshots --roles=FOLDER.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, loginsFile, folder, ...words] = process.argv.slice(2);
const SIZES = {
    desk: { viewport: { width: 1366, height: 768 } },
    phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};
const KINDS = Object.keys(SIZES).flatMap((size) => [`${size}-light`, `${size}-dark`]);
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

const view = (action, type) => ({
    path: `action-${action}?view_type=${type}`,
    name: `${action.split("action_")[1]}-${type}`,
});
const DOSSIERS = ["kanban", "calendar", "pivot", "graph", "activity"].map((type) =>
    view("tthc_dossier.action_dossiers", type)
);
const PAGES = ["papers", "process", "claims", "custody", "parties", "steps", "clock", "deadline"]
    .concat(["notices", "events", "other", "payment", "shipments"])
    .map((name) => ({ tab: name, name: `dossier-${name}` }));
// What is behind no menu of its own. A screen of a login that is not named has its menus alone.
const MORE = {
    tiepnhan: [...DOSSIERS, ...PAGES],
    chuyenvien: [view("tthc_dossier.action_tasks", "kanban"), ...PAGES],
    lanhdao: PAGES,
    quanly: [...DOSSIERS, view("tthc_dossier.action_tasks", "pivot"), ...PAGES],
    thanhtra: PAGES,
};
// Behind these a record is made or sent, not shown.
const NOT_OPENED = new Set(["menu_guided_tours"]);

const logins = readFileSync(loginsFile, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .filter(([role]) => role !== "Citizen")
    .map(([, login, password]) => ({ login, password }));

async function call(page, model, method, args, kwargs = {}) {
    const reply = await page.request.post(`${base}/web/dataset/call_kw/${model}/${method}`, {
        data: { jsonrpc: "2.0", id: 1, params: { model, method, args, kwargs } },
    });
    return (await reply.json()).result;
}

/** The menus of the centre and of those who work with it that lead somewhere. */
async function menusOf(page) {
    const all = Object.values(
        await (await page.request.get(`${base}/web/webclient/load_menus`)).json()
    );
    const roots = new Set(
        all.filter(({ id, appID, xmlid }) => id === appID && xmlid?.startsWith("tthc_")).map(({ id }) => id)
    );
    return all
        .filter(({ id, appID, actionID }) => actionID && id !== appID && roots.has(appID))
        .map((menu) => ({
            path: `action-${menu.actionID}`,
            name: menu.xmlid.split(".").join("-"),
            menu: menu.xmlid.split(".")[1],
        }));
}

/** What sticks out of the screen to the right; lists, boards and tables scroll by themselves. */
function tooWide() {
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
        .map((node) => `too wide: ${node.tagName.toLowerCase()}.${[...node.classList].join(".")}`);
}

/** Words that are English and no Vietnamese, in what is shown, asked for or explained. */
function english() {
    const telling =
        "the|of|and|with|from|this|that|new|search|save|name|date|state|status|type|total|count|files|" +
        "dossiers?|components?|filters?|group by|settings|create|delete|edit|view|open|close|cancel|discard|" +
        "confirm|users?|phone|address|company|sequence|description|active|archived|default|yes|today|none|" +
        "not|only|when|which|are|was|is|has|all|add|lines?|no|steps?|number|by|to|for|at|on|in";
    const word = new RegExp(`(?<![\\p{L}\\d._-])(${telling})(?![\\p{L}\\d._-])`, "giu");
    const found = new Set();
    const judge = (text) => {
        const clean = (text || "").replace(/\S+[@/]\S+/g, " ").trim();
        const hits = new Set((clean.match(word) || []).map((one) => one.toLowerCase()));
        // "in", "to", "no", "on" and "at" are Vietnamese, too, or part of a name: never alone a sign
        const sure = [...hits].filter((one) => !["in", "to", "no", "on", "at", "by", "for", "all"].includes(one));
        const marks = /[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]/iu.test(clean.normalize("NFC"));
        if (sure.length > (marks ? 1 : 0) || (hits.size > 1 && !marks)) {
            found.add(clean.slice(0, 80).replace(/\s+/g, " "));
        }
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const parent = texts.currentNode.parentElement;
        if (parent && !["SCRIPT", "STYLE", "NOSCRIPT"].includes(parent.tagName) && parent.offsetParent) {
            judge(texts.currentNode.data);
        }
    }
    for (const node of document.querySelectorAll("[placeholder], [title], [aria-label], [data-tooltip]")) {
        if (node.offsetParent) {
            ["placeholder", "title", "data-tooltip"].forEach((name) => judge(node.getAttribute(name)));
        }
    }
    return [...found].slice(0, 6).map((text) => `English: ${text}`);
}

/** Text whose contrast with what is behind it is below 3, the least WCAG allows for large print. */
function faint() {
    const parse = (colour) => {
        const [r, g, b, a = 1] = (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
        return colour.startsWith("color(srgb") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
    };
    const over = (top, under) =>
        [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
    const behind = (node) => {
        const layers = [];
        for (let at = node; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (style.backgroundImage !== "none" || Number(style.opacity) < 0.5) {
                return null;
            }
            layers.push(parse(style.backgroundColor));
            if (layers.at(-1)[3] === 1) {
                break;
            }
        }
        return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
    };
    const light = ([r, g, b]) => {
        const part = (value) => {
            const v = value / 255;
            return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        };
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const found = new Map();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode.parentElement;
        const text = texts.currentNode.data.trim();
        if (!text || !node?.offsetParent || node.closest("script, style, svg, .o_main_navbar, :disabled")) {
            continue;
        }
        const back = behind(node);
        if (!back) {
            continue;
        }
        const front = over(parse(getComputedStyle(node).color), back);
        const [low, high] = [light(front), light(back)].sort((a, b) => a - b);
        const contrast = (high + 0.05) / (low + 0.05);
        const kind = `${node.tagName.toLowerCase()}.${[...node.classList].join(".")}`;
        if (contrast < 3 && !found.has(kind)) {
            found.set(kind, `hard to read (${contrast.toFixed(1)}): ${text.slice(0, 30)} [${kind}]`);
        }
    }
    return [...found.values()].slice(0, 4);
}

/** Odoo's sign for a request that is running is shown after a while only: wait for both. */
async function settle(page) {
    await page.waitForTimeout(700);
    await page.waitForSelector(".o_loading_indicator", { state: "detached", timeout: 10000 }).catch(() => {});
    await page.waitForTimeout(200);
}

/** Open the first record of a list or board, if there is one and it opens in a page of its own. */
async function openFirst(page) {
    const header = page.locator(".o_list_view tr.o_group_header:not(.o_group_open)").first();
    if (!(await page.locator("tr.o_data_row").count()) && (await header.count())) {
        await header.click();
        await settle(page);
    }
    const row = page
        .locator(".o_list_view tr.o_data_row td.o_data_cell:not(.o_boolean_toggle_cell), .o_kanban_record:not(.o_kanban_ghost)")
        .first();
    if (!(await row.count()) || (await page.locator(".o_form_view").count())) {
        return false;
    }
    await row.click({ timeout: 3000 }).catch(() => {});
    const opened = await page.waitForSelector(".o_form_view", { timeout: 3000 }).catch(() => null);
    await settle(page);
    return Boolean(opened) && /\/\d+$/.test(new URL(page.url()).pathname);
}

async function logIn(context, { login, password }, said) {
    const page = await context.newPage();
    page.setDefaultTimeout(30000);
    page.on("pageerror", (error) => said.push(error.message.split("\n")[0]));
    page.on("console", (message) => {
        if (message.type() === "error" && !HARMLESS.test(message.text())) {
            said.push(message.text().split("\n")[0]);
        }
    });
    await page.goto(`${base}/web/login`);
    await page.fill("#login", login);
    await page.fill("#password", password);
    await page.click("button[type=submit]");
    await page.waitForURL((url) => !url.pathname.startsWith("/web/login"));
    return page;
}

async function takeScreens(context, who, kind, menus) {
    const said = [];
    const page = await logIn(context, who, said);
    let wrong = 0;
    const keep = async (name) => {
        await page.screenshot({ path: join(folder, `${who.login}-${name}-${kind}.png`) });
        for (const check of [tooWide, english, faint]) {
            said.push(...(await page.evaluate(check)));
        }
        wrong += said.length;
        const findings = said.splice(0).map((finding) => `\n        ${finding}`);
        console.error(`      ${who.login} ${name} ${kind}${findings.join("")}`);
    };
    const screens = (await menusOf(page)).concat(MORE[who.login] || []);
    const [dossier] = await call(page, "tthc.dossier", "search", [
        [["accepted_at", "!=", false], ["state", "!=", "closed"]],
    ], { limit: 1, order: "id" }).then((found) => found || []);
    let before = "";
    for (const screen of screens) {
        if (menus.length && !menus.includes(screen.menu || screen.name)) {
            continue;
        }
        try {
            if (screen.tab) {
                if (before !== "tab") {
                    await page.goto(`${base}/odoo/action-tthc_dossier.action_dossiers/${dossier}`);
                    await page.waitForSelector(".o_form_view");
                    await settle(page);
                    await keep("dossier");
                }
                before = "tab";
                const tab = page.locator(`.o_notebook a[name=${screen.tab}]`).first();
                if (await tab.count()) {
                    await tab.click();
                    await settle(page);
                    await tab.evaluate((node) => node.scrollIntoView({ block: "start" }));
                    await keep(screen.name);
                }
                continue;
            }
            before = "";
            await page.goto(`${base}/odoo/${screen.path}`);
            await page
                .waitForSelector(".o_action_manager .o_content, .modal .modal-body", { timeout: 15000 })
                .catch(() => said.push("nothing was shown"));
            await settle(page);
            await keep(screen.name);
            if (screen.menu && !NOT_OPENED.has(screen.menu) && (await openFirst(page))) {
                await keep(`${screen.name}-form`);
            }
        } catch (error) {
            wrong += 1;
            console.error(`      ${who.login} ${screen.name} ${kind}: ${error.message.split("\n")[0]}`);
        }
    }
    return wrong;
}

async function main() {
    const kinds = words.filter((word) => KINDS.includes(word));
    const menus = words.filter((word) => /^menu_|-/.test(word) && !KINDS.includes(word));
    const names = words.filter((word) => !kinds.includes(word) && !menus.includes(word));
    const unknown = names.find((name) => !logins.some(({ login }) => login === name));
    const health = await fetch(`${base}/web/health`).catch(() => null);
    if (unknown || !health?.ok) {
        console.error(
            unknown
                ? `tthc: there are no screens of '${unknown}'; there are ${logins.map((one) => one.login).join(", ")}`
                : `tthc: no server answers at ${base}; start it with ./tthc run --detach`
        );
        process.exit(2);
    }
    mkdirSync(folder, { recursive: true });
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
    let wrong = 0;
    for (const who of logins.filter(({ login }) => !names.length || names.includes(login))) {
        for (const kind of kinds.length ? kinds : KINDS) {
            const [size, theme] = kind.split("-");
            const context = await browser.newContext({
                ...SIZES[size],
                locale: "vi-VN",
                timezoneId: "Asia/Ho_Chi_Minh",
            });
            await context.addCookies([{ name: "color_scheme", value: theme, url: base }]);
            try {
                wrong += await takeScreens(context, who, kind, menus);
            } catch (error) {
                wrong += 1;
                console.error(`      ${who.login} ${kind}: ${error.message.split("\n")[0]}`);
            }
            await context.close();
        }
    }
    await browser.close();
    process.exitCode = wrong ? 1 : 0;
}

await main();
