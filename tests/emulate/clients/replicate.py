"""A clip by replicate, which would wait for the answer to a submit if it were let."""

import os
import sys

from replicate.client import Client

client = Client(api_token=os.environ["KEY"], base_url=sys.argv[1])
client.poll_interval = 0.05
output = client.run(
    "wan-video/wan-2.6-t2v", {"prompt": "A lamp is lit.", "duration": 5, "size": "1280*720"}, use_file_output=False
)
print(output)
