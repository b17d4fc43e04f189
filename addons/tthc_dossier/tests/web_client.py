"""What the web client asks the server for when it opens a view: the specification of
``web_read`` and ``web_search_read``, from the view itself."""

from lxml import etree

from odoo.tools.safe_eval import safe_eval

#: Fields that the form's own widgets add to those of the view.
WIDGET_FIELDS = {
    "tthc_dossier_actions": ("available_actions", "event_count"),
    "tthc_lazy_part": ("event_count",),
}
#: Fields that a widget reads of each record of a many2many field.
TAG_FIELDS = {"many2many_binary": ("name", "mimetype"), "many2many_tags": ()}
ALWAYS = ("1", "True")


def specification(model, view_type, xmlid=None):
    """The specification that the web client builds of the view that ``model``'s user gets."""
    view_id = model.env.ref(xmlid).id if xmlid else False
    view = model.get_view(view_id, view_type)
    found = {"display_name": {}} if view_type == "form" else {}
    return {**found, **_of_node(model, etree.fromstring(view["arch"]))}


def _of_node(model, root):
    found = {}
    for node in _own_nodes(root):
        if node.tag == "widget":
            found.update({name: {} for name in WIDGET_FIELDS.get(node.get("name"), ())})
            continue
        name = node.get("name")
        asked = _of_field(model, node)
        if not found.get(name):
            found[name] = asked
    return found


def _own_nodes(root):
    """Fields and widgets of a view, without those of the views inside its fields."""
    for child in root:
        if child.tag in ("field", "widget"):
            yield child
        if child.tag != "field":
            yield from _own_nodes(child)


def _of_field(model, node):
    field = model._fields[node.get("name")]
    invisible = node.get("invisible") in ALWAYS or node.get("column_invisible") in ALWAYS
    context = {}
    if node.get("context"):
        values = {**dict.fromkeys(model._fields, False), "id": 0}
        context = {"context": safe_eval(node.get("context"), values)}
    if field.type == "many2one":
        return {"fields": {} if invisible else {"display_name": {}}, **context}
    if field.type in ("one2many", "many2many") and not invisible:
        comodel = model.env[field.comodel_name]
        inner = node.find("list")
        if inner is not None:
            return {"fields": _of_node(comodel, inner), "limit": 40, **context}
        names = TAG_FIELDS.get(node.get("widget"), ())
        return {"fields": {name: {} for name in ("display_name", *names)}, **context}
    return {}
