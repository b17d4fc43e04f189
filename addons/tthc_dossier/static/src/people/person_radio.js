import { registry } from "@web/core/registry";
import { getFieldDomain } from "@web/model/relational_model/utils";
import { RadioField, radioField } from "@web/views/fields/radio/radio_field";
import { useSpecialData } from "@web/views/fields/relational_utils";

/** People to choose among, each with what tells them apart: birthday, masked number, address. */
export class PersonRadio extends RadioField {
    setup() {
        super.setup();
        this.specialData = useSpecialData(async (orm, { record, name, domain }) => {
            const { records } = await orm.call("res.partner", "web_search_read", [], {
                specification: { display_name: {} },
                domain: getFieldDomain(record, name, domain),
                context: { tthc_tell_apart: true },
            });
            return records.map(({ id, display_name }) => [id, display_name]);
        });
    }
}

registry.category("fields").add("tthc_person_radio", { ...radioField, component: PersonRadio });
