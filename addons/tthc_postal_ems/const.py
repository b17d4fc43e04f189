"""EMS's merchant interface (docws.ems.com.vn)."""

CONNECTOR = "ems"
URL = "https://ws.ems.com.vn"
#: Header that names a message; it is to be named in the answer.
TRANSACTION = "ems-transaction"
