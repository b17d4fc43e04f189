"""Problems as the designers show them; used by the process of a case and by linked groups."""

from markupsafe import Markup

from ..tools.process_graph import ERROR, WARNING


def problem_list(env, sentences, refusal, approval):
    """A list of problems: what refuses submission in red, the rest in yellow; a green line when
    all is well.

    :param sentences: ``(severity, sentence)``
    """
    blocks = []
    for severity, style, title in (
        (ERROR, "danger", refusal),
        (WARNING, "warning", env._("Please check:")),
    ):
        rows = [text for kind, text in sentences if kind == severity]
        if rows:
            items = Markup("").join(Markup("<li>%s</li>") % text for text in rows)
            blocks.append(
                Markup(
                    '<div class="alert alert-%s mb-2" role="alert">'
                    '<strong>%s</strong><ul class="mb-0">%s</ul></div>'
                )
                % (style, title, items)
            )
    return Markup("").join(blocks) or (
        Markup('<div class="alert alert-success mb-2 o_tthc_good" role="status">%s</div>')
        % approval
    )
