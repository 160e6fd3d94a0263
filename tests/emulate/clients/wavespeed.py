"""A clip by wavespeed."""

import os
import sys

from wavespeed.api.client import Client

client = Client(api_key=os.environ["KEY"], base_url=sys.argv[1])
result = client.run(
    "alibaba/wan-2.6/text-to-video",
    {"prompt": "A lamp is lit.", "duration": 5, "size": "1280*720"},
    poll_interval=0.05,
)
print(result["outputs"][0])
