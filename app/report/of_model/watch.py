"""What the rules that watched the build had to say, where its record tells."""

from __future__ import annotations

from app.report.blocks import Block, Heading, Paragraph, Remark, Section
from app.report.story import Story


def body(story: Story) -> list[Block]:
    if "alerts" not in story.insights:
        return []
    alerts = list(story.insights["alerts"])
    if not alerts:
        return [Remark("No rule that watched the build saw a reason to speak up.", "good")]
    return [block for alert in alerts for block in _alert(alert)]


def _alert(alert: dict[str, str]) -> list[Block]:
    blocks: list[Block] = [Heading(str(alert["title"])), Remark(str(alert["sentence"]), "warn")]
    return [*blocks, Paragraph(f"What to do: {alert['advice']}")] if alert.get("advice") else blocks


SECTION = Section("watch", "Training watch", 105, "analyst", body)
