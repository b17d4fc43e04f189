from . import res_company
from . import tthc_postage_tariff
from . import tthc_dossier
from . import tthc_shipment
from . import tthc_demo
