"""gunicorn's settings. The access log names the path alone: a patient's search is nobody's business."""

workers = 2
threads = 4
worker_class = "gthread"
timeout = 30
graceful_timeout = 10
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(D)sus"
limit_request_line = 8190
control_socket_disable = True
