"""A clip by dashscope."""

import os
import sys

import dashscope

dashscope.base_http_api_url = sys.argv[1] + "/api/v1"
answer = dashscope.VideoSynthesis.call(
    api_key=os.environ["KEY"], model="wan2.6-t2v", prompt="A lamp is lit.", size="1280*720", duration=5
)
print(answer.output.video_url)
