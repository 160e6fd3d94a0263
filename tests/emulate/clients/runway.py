"""A clip by runwayml, which waits for a task as long as it takes."""

import os
import sys

from runwayml import RunwayML

client = RunwayML(api_key=os.environ["KEY"], base_url=sys.argv[1])
task = client.text_to_video.create(model="gen4.5", prompt_text="A lamp is lit.", ratio="1280:720", duration=5)
print(task.wait_for_task_output().output[0])
