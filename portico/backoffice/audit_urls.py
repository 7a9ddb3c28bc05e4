"""The addresses of the audit log and of visits of the support."""

from django.urls import path

from portico.backoffice.views import audit

audit_pages = [
    path("settings/audit/", audit.audit_list, name="audit_list"),
    path("settings/audit/export/", audit.audit_export, name="audit_export"),
    path("settings/audit/files/<id:pk>/", audit.audit_file, name="audit_file"),
    path("settings/support/", audit.support_list, name="support_list"),
    path("settings/support/allow/", audit.support_allow, name="support_allow"),
    path("settings/support/<id:pk>/end/", audit.support_end, name="support_end"),
]
