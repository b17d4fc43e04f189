from . import tthc_shipment_outcome
from . import tthc_postal_sign
from . import tthc_dossier_intake
from . import tthc_postal_collection_sheet
from . import tthc_carrier_import
from . import tthc_carrier_export
from . import tthc_carrier_decision
from . import tthc_postal_office
