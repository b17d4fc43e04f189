"""Odoo's shell, with the script's own arguments in sys.argv.

shell.py ODOO-OPTIONS… -- SCRIPT-ARGUMENTS…
"""

import sys

import odoo.cli
from odoo.cli.shell import Shell


def main(arguments):
    split = arguments.index("--")
    script_arguments = arguments[split + 1 :]
    odoo_console = Shell.console

    def console(self, local_vars):
        sys.argv = ["-", *script_arguments]
        return odoo_console(self, local_vars)

    Shell.console = console
    sys.argv = ["odoo", "shell", *arguments[:split]]
    odoo.cli.main()


if __name__ == "__main__":
    main(sys.argv[1:])
