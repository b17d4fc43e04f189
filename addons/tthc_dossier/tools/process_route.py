"""Where a dossier goes next in its process: branches, meeting points, the way back.

Works on the :class:`~odoo.addons.tthc_catalogue.tools.process_graph.Graph` of a case. Numbers are
the steps' numbers. A step that several lead to waits for all of those that run
(NĐ 61/2018/NĐ-CP, Art. 19.6: parallel processing with a lead agency).
"""

from odoo.addons.tthc_catalogue.tools.process_graph import reachable


def advance(graph, running, waiting, targets):
    """Which steps open now, and which still wait, once a step is finished.

    :param running: numbers of the steps that are still open
    :param waiting: numbers reached before that wait for running ones
    :param targets: numbers that the finished step leads to
    :return: ``(opened, waiting)``, both sorted tuples
    """
    candidates = (set(waiting) | set(targets)) - set(running)
    ahead = {number: reachable(graph.after, number) for number in candidates | set(running)}

    def blocked(number):
        others = (candidates | set(running)) - {number}
        return any(number in ahead[other] for other in others)

    opened = tuple(sorted(number for number in candidates if not blocked(number)))
    return opened, tuple(sorted(candidates - set(opened)))


def undone_by_return(graph, target, running, waiting):
    """What a return to ``target`` takes back: every open or waiting step behind it.

    :return: ``(taken_back, waiting)``: the open steps that end unfinished, and those that go on
        waiting
    """
    behind = reachable(graph.after, target)
    return (
        tuple(sorted(number for number in running if number in behind)),
        tuple(sorted(number for number in waiting if number not in behind)),
    )


def leading(numbers, leads):
    """The step that the dossier is said to be at: the one that leads, or else the first.

    :param leads: numbers of the steps marked as leading
    """
    return min(numbers, key=lambda number: (number not in leads, number), default=None)
