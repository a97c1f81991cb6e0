"""Addresses of the queue and of what makes it quicker to work with."""

from django.urls import path

from .views import next_case, queue, saved_filters, shortcuts

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next/", next_case.next_case, name="next_case"),
    path("filters/", saved_filters.keep_filter, name="filter_keep"),
    path("filters/<int:saved_id>/delete/", saved_filters.forget_filter, name="filter_forget"),
    path("shortcuts/", shortcuts.shortcuts, name="shortcuts"),
]
