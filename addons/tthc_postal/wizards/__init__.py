from . import tthc_shipment_outcome
