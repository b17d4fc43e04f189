import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const AGES = ["today", "week", "month", "older"];
const KINDS = ["misspelt", "amount", "late", "place", "other"];

/** Odoo's own filters as buttons, each with how much there would be of it. */
export class WorkbenchFilters extends Component {
    static template = "tthc_reconciliation.WorkbenchFilters";
    static props = { overview: { type: Object, optional: true } };

    get search() {
        return this.env.searchModel;
    }

    /** Choices that are switched on, by column; an empty set stands for all. */
    get active() {
        const { search } = this;
        const on = (prefix, names) =>
            new Set(names.filter((name) => this.itemOf(`${prefix}_${name}`)?.isActive));
        const accounts = search.query
            .filter((part) => part.searchItemId === this.accountItem?.id)
            .map((part) => part.autocompleteValue?.value);
        return {
            age: on("age", AGES),
            kind: on("kind", KINDS),
            account: new Set(accounts),
        };
    }

    itemOf(name) {
        return this.search.getSearchItems((item) => item.name === name)[0];
    }

    get accountItem() {
        return this.search.getSearchItems(
            (item) => item.type === "field" && item.fieldName === "account_id"
        )[0];
    }

    count(active, column, value) {
        const rows = (this.props.overview?.rows || []).filter((row) =>
            ["age", "kind", "account"].every((name) =>
                name === column ? row[name] === value : !active[name].size || active[name].has(row[name])
            )
        );
        return rows.reduce((sum, row) => sum + row.count, 0);
    }

    get groups() {
        const active = this.active;
        const own = (column, names) =>
            names.map((name) => ({
                name: `${column}_${name}`,
                label: this.itemOf(`${column}_${name}`)?.description,
                count: this.count(active, column, name),
                active: active[column].has(name),
                toggle: () => this.search.toggleSearchItem(this.itemOf(`${column}_${name}`).id),
            }));
        const accounts = Object.entries(this.props.overview?.accounts || {});
        return [
            { name: "age", label: _t("Age"), chips: own("age", AGES) },
            { name: "kind", label: _t("Reason"), chips: own("kind", KINDS) },
            {
                name: "account",
                label: _t("Account"),
                chips: (accounts.length > 1 ? accounts : []).map(([id, label]) => ({
                    name: `account_${id}`,
                    label,
                    count: this.count(active, "account", Number(id)),
                    active: active.account.has(Number(id)),
                    toggle: () => this.toggleAccount(Number(id), label),
                })),
            },
        ].filter((group) => group.chips.length);
    }

    toggleAccount(value, label) {
        const { id, groupId } = this.accountItem;
        const others = this.search.query.filter(
            (part) => part.searchItemId === id && part.autocompleteValue.value !== value
        );
        const wasOn = this.active.account.has(value);
        if (wasOn) {
            this.search.deactivateGroup(groupId);
            for (const other of others) {
                this.search.addAutoCompletionValues(id, other.autocompleteValue);
            }
        } else {
            this.search.addAutoCompletionValues(id, { label, value, operator: "=" });
        }
    }
}
