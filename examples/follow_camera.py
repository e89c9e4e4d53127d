"""Follow a camera and say what happens: `python follow_camera.py STRETCH [SOURCE]`.

SOURCE is a camera's number, an address or a video; 0 is the first camera. Ctrl-C ends
the set.
"""

import sys
import time

import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import (
    PoseLandmarker,
    PoseLandmarkerOptions,
    RunningMode,
)

import formcheck as fc


def follow(stretch: str, source: str) -> fc.Result:
    """Judge what a camera sees until it ends, one call a picture."""
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(fc.pose_model())),
        running_mode=RunningMode.VIDEO,
    )
    capture = cv2.VideoCapture(int(source) if source.isdigit() else source)
    if not capture.isOpened():
        sys.exit(f"{source}: no camera or video")
    live = source.isdigit() or "://" in source
    judge, time_s, begun_s = fc.Judge(stretch), 0.0, time.monotonic()
    with PoseLandmarker.create_from_options(options) as landmarker:
        try:
            while (read := capture.read())[0]:
                image = read[1]
                # A camera's time is the clock's, a video's is its own.
                now_s = time.monotonic() - begun_s
                if not live:
                    now_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
                time_s = max(now_s, time_s + 0.001)
                rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
                picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
                found = landmarker.detect_for_video(picture, round(time_s * 1000))
                pose = fc.Pose.from_mediapipe(found, (image.shape[1], image.shape[0]))
                for event in judge.update(pose, time_s):
                    print(f"{event.time_s:7.2f} s  {type(event).__name__}", flush=True)
        except KeyboardInterrupt:
            pass
    capture.release()
    return judge.finish(time_s)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: follow_camera.py STRETCH [SOURCE]")
    result = follow(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else "0")
    print(
        f"{result.status}: {len(result.reps)} repetitions, held {result.held_s:.1f} s"
    )
