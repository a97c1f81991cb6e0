"""Addresses of the replies that the team keeps."""

from django.urls import path

from .views import replies

urlpatterns = [
    path("", replies.replies, name="replies"),
    path("<int:reply_id>/", replies.reply, name="reply"),
    path("<int:reply_id>/remove/", replies.remove_reply, name="reply_remove"),
]
