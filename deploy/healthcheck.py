"""Docker's health check: 0 when the worker of this container is ready; `docker inspect` shows the reason when not."""

import http.client
import os
import sys

worker = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("QUOTEWIRE_HTTP_PORT", "9464")), timeout=4)
try:
    worker.request("GET", "/readyz")
    answer = worker.getresponse()
    print(answer.read().decode(errors="replace").strip())
except (OSError, http.client.HTTPException) as error:
    sys.exit(f"no answer: {error}")
sys.exit(answer.status != http.client.OK)
