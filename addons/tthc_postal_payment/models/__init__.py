from . import res_company
from . import tthc_postage_tariff
from . import tthc_dossier
from . import tthc_shipment
from . import tthc_shipment_cod
from . import tthc_postal_collection
from . import tthc_postal_remittance
from . import tthc_demo
