"""A clip by google-genai. Its own download knows files by addresses of https alone, so the address is printed."""

import os
import sys
import time

from google import genai
from google.genai import types

client = genai.Client(api_key=os.environ["KEY"], http_options=types.HttpOptions(base_url=sys.argv[1]))
operation = client.models.generate_videos(
    model="veo-3.1-generate-preview",
    source=types.GenerateVideosSource(prompt="A lamp is lit."),
    config=types.GenerateVideosConfig(aspect_ratio="16:9", resolution="720p", duration_seconds=4),
)
while not operation.done:
    time.sleep(0.05)
    operation = client.operations.get(operation)
print(operation.response.generated_videos[0].video.uri)
