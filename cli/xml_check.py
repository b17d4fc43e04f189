"""Every XML file under the given folder is well-formed.

xml_check.py FOLDER
"""

import sys
from pathlib import Path

from lxml import etree


def main(folder):
    wrong = 0
    for path in sorted(Path(folder).rglob("*.xml")):
        try:
            etree.parse(path)
        except etree.XMLSyntaxError as error:
            wrong += 1
            print(f"{path}:{error.lineno}: {error.msg}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
