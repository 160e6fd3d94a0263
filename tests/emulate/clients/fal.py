"""A clip by fal-client. It has no setting for http, so the address of the queue is put into its module."""

import os
import sys

import fal_client.client

fal_client.client.QUEUE_URL_FORMAT = sys.argv[1] + "/"
client = fal_client.SyncClient(key=os.environ["KEY"])
result = client.subscribe(
    "wan/v2.6/text-to-video",
    {"prompt": "A lamp is lit.", "duration": "5", "resolution": "720p", "aspect_ratio": "16:9"},
)
print(result["video"]["url"])
