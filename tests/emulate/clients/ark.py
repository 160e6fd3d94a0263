"""A clip by byteplus-python-sdk-v2."""

import os
import sys
import time

from byteplussdkarkruntime import Ark

client = Ark(api_key=os.environ["KEY"], base_url=f"{sys.argv[1]}/api/v3")
tasks = client.content_generation.tasks
made = tasks.create(
    model="dreamina-seedance-2-0-260128",
    content=[{"type": "text", "text": "A lamp is lit."}],
    resolution="720p",
    ratio="16:9",
    duration=5,
    generate_audio=True,
    watermark=False,
)
while (task := tasks.get(task_id=made.id)).status in ("queued", "running"):
    time.sleep(0.05)
print(task.content.video_url)
