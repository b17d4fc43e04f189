import { markRaw } from "@odoo/owl";
import { x2ManyCommands } from "@web/core/orm_service";
import { omit } from "@web/core/utils/objects";
import { RelationalModel } from "@web/model/relational_model/relational_model";

import { ConflictDialog } from "./conflict_dialog";

const X2MANY = ["one2many", "many2many"];

/**
 * Sends with what it saves the values that it was loaded with, so that the server can refuse to
 * overwrite what this user has not seen (models/tthc_dossier_revision.py).
 */
export class DossierRecord extends RelationalModel.Record {
    setup() {
        super.setup(...arguments);
        // values of others that the user saw in the dialog and decided to replace
        this.seen = {};
    }

    async _save(options = {}) {
        if (!this.config.isRoot || !this.resId) {
            return super._save(options);
        }
        this.sendBase = true;
        try {
            return await super._save({
                ...options,
                onError: (error, { discard, retry }) =>
                    this._onSaveError(error, { discard, retry }, options),
            });
        } finally {
            this.sendBase = false;
        }
    }

    _onSaveError(error, helpers, options) {
        const conflicts = error.data?.context?.tthc_conflicts;
        if (!conflicts) {
            if (options.onError) {
                return options.onError(error, helpers);
            }
            throw error;
        }
        return new Promise((resolve) => {
            const retry = async (prepare) => {
                prepare.call(this, conflicts);
                const saved = await this._save(options);
                if (saved && options.reload !== false && !options.nextId) {
                    // also where nothing of this user was left to save
                    await this._load({});
                }
                resolve(saved);
            };
            this.model.dialog.add(
                ConflictDialog,
                {
                    conflicts,
                    onTakeTheirs: () => retry(this._takeTheirs),
                    onReplace: () => retry(this._markSeen),
                    onBack: () => resolve(false),
                }
            );
        });
    }

    _markSeen(conflicts) {
        for (const { field, row, column, current } of conflicts) {
            this.seen[`${field}/${row}/${column}`] = current;
        }
    }

    /** Drop this user's entries in the fields that somebody else changed; keep the others. */
    _takeTheirs(conflicts) {
        for (const { field, row, column, removed } of conflicts) {
            if (!row) {
                this._changes = markRaw(omit(this._changes, field));
                this.data[field] = this._values[field];
                continue;
            }
            const list = this.data[field];
            const line = list._cache[row];
            if (removed || !line || !(column in line._changes)) {
                list._commands = list._commands.filter((command) => command[1] !== row);
            } else {
                line._changes = markRaw(omit(line._changes, column));
                line.data[column] = line._values[column];
            }
        }
        this.dirty = true;
    }

    _getChanges() {
        const changes = super._getChanges(...arguments);
        if (this.sendBase) {
            this.sendBase = false;
            if (Object.keys(changes).length) {
                changes.edit_base = this._editBase(changes);
            }
        }
        return changes;
    }

    _editBase(changes) {
        const base = {};
        for (const [name, value] of Object.entries(changes)) {
            const type = this.fields[name]?.type;
            if (type === "one2many") {
                base[name] = this._rowBases(name, value);
            } else if (type && type !== "many2many" && name in this._values) {
                base[name] = this._baseOf(this, name, `${name}/false/${name}`);
            }
        }
        return base;
    }

    _rowBases(name, commands) {
        const { UPDATE, DELETE, UNLINK } = x2ManyCommands;
        const bases = {};
        for (const [code, id, values] of commands) {
            const line = this.data[name]._cache[id];
            if (!line || ![UPDATE, DELETE, UNLINK].includes(code)) {
                continue;
            }
            const columns = values ? Object.keys(values) : Object.keys(line._values);
            bases[id] = Object.fromEntries(
                columns
                    .filter((column) => this._isComparable(line, column))
                    .map((column) => [column, this._baseOf(line, column, `${name}/${id}/${column}`)])
            );
        }
        return bases;
    }

    _isComparable(line, column) {
        const field = line.fields[column];
        return (
            field && column !== "id" && column in line._values && !X2MANY.includes(field.type)
        );
    }

    _baseOf(record, name, key) {
        return key in this.seen
            ? this.seen[key]
            : record._formatServerValue(record.fields[name].type, record._values[name]);
    }

    _setData() {
        this.seen = {};
        return super._setData(...arguments);
    }
}

export class DossierModel extends RelationalModel {
    static Record = DossierRecord;
}
