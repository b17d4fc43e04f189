"""The words about a posted result name the carrier and the tracking number; words that somebody
changed stay as they are."""

from odoo import SUPERUSER_ID, api

MAIL = (
    '<p t-if="object.tracking_number">Đơn vị chuyển phát: <t t-out="object.carrier"/>, '
    'số hiệu bưu gửi <t t-if="object.tracking_url"><a t-att-href="object.tracking_url" '
    't-out="object.tracking_number"/></t><t t-else="" t-out="object.tracking_number"/>'
    '<t t-if="object.carrier_phone">, tổng đài <t t-out="object.carrier_phone"/></t>.</p>'
)
OLD_SMS = "{{ object.centre_short }}: Kết quả hồ sơ {{ object.number }} đã gửi qua bưu chính."


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for code, _name in env["res.lang"].get_installed():
        mail = env.ref("tthc_notice.mail_posted", False)
        mail = mail and mail.with_context(lang=code)
        words = str(mail.body_html or "") if mail else ""
        if words.count("<p>") == 2 and "đã được giao cho bưu chính lúc" in words:
            mail.body_html = words + MAIL
        sms = env.ref("tthc_notice.sms_posted", False)
        sms = sms and sms.with_context(lang=code)
        if sms and sms.body == OLD_SMS:
            sms.body = OLD_SMS + " {{ object.tracking_number }}"
