"""For the auditor: what exactly this model is, what it came from, and how to make it again."""

from __future__ import annotations

import json
import shlex

from app.report.blocks import Block, Code, Grid, Heading, Paragraph, Section
from app.report.story import Story
from app.ui import formats
from app.ui.text import plural


def body(story: Story) -> list[Block]:
    manifest = story.manifest
    hashes = tuple((name, digest) for name, digest in story.digests.items())
    hashes += (("training table (content)", manifest.data.fingerprint),)
    parity, took = manifest.parity, formats.duration(manifest.seconds)
    checked = (
        f"Graph and engine agree on {plural(parity.n_rows, 'checked row')} (held-out ones and made ones with missing "
        f"cells, texts never seen and extreme numbers): largest difference {parity.largest_difference:.2e} "
        f"({parity.unit}), allowed {parity.tolerance:.0e}."
    )
    blocks: list[Block] = [
        Paragraph(f"Built {manifest.created} in {took}. The file has {formats.size(story.bytes)}."),
        Heading("Hashes (sha256)"),
        Grid(("what", "hash"), hashes, (), (28, 72), (1,)),
        Heading("Versions"),
        Grid(("package", "version"), tuple(manifest.versions.items()), (), (40, 60)),
        Heading("Check of the model file"),
        Paragraph(checked),
        Heading("The order of the build"),
        Code(json.dumps(manifest.spec, ensure_ascii=False, indent=1)),
    ]
    return blocks + _again(story)


def _again(story: Story) -> list[Block]:
    if not story.manifest.plan:
        return []
    said = (
        "With the same table and the same versions of the libraries, the same model is made again, bit for bit, from "
        "the plan that the file holds. It must have the hash of model.onnx above."
    )
    return [
        Heading("To make it again"),
        Paragraph(said),
        Code(f"easel build TABLE --replay {shlex.quote(story.file)} --out again.zip"),
    ]


SECTION = Section("trace", "Versions and hashes", 130, "auditor", body)
