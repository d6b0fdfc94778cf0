"""A report as one HTML page that needs nothing else: no script, no address, its own light, dark and printed looks."""

from __future__ import annotations

from app.report.blocks import (
    Block,
    Bullets,
    Code,
    Document,
    Facts,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Part,
    Remark,
    Row,
)
from app.report.letters import clean
from app.report.picture import COLORS
from app.report.svg import svg
from app.ui.text import esc

READERS = {"everyone": "for everyone", "manager": "for the decision", "analyst": "for the analyst",
           "auditor": "for the auditor"}  # fmt: skip


def html(document: Document) -> str:
    """The whole page."""
    contents = "".join(
        f'<li><a href="#{esc(part.name)}">{esc(part.title)}</a><span>{READERS[part.readers]}</span></li>'
        for part in document.parts
    )
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>{esc(document.title)}, '
        f'{esc(document.kind.lower())}</title><meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<style>{_style()}</style></head><body><main><header><p>{esc(document.kind)}</p><h1>{esc(document.title)}</h1>"
        f"<p>{esc(document.subtitle)}</p></header><nav><h2>Contents</h2><ol>{contents}</ol></nav>"
        f"{''.join(_part(part) for part in document.parts)}<footer>{esc(document.foot)}</footer></main></body></html>\n"
    )
    return clean(page)


def _part(part: Part) -> str:
    blocks = "".join(_block(block) for block in part.blocks)
    return f'<section id="{esc(part.name)}"><h2>{esc(part.title)}</h2>{blocks}</section>'


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h3>{esc(block.text)}</h3>"
        case Paragraph():
            look = ' class="lead"' if block.lead else ""
            return f"<p{look}>{esc(block.text)}</p>"
        case Remark():
            return f'<p class="remark {block.tone}">{esc(block.text)}</p>'
        case Bullets():
            return f"<ul>{''.join(f'<li>{esc(item)}</li>' for item in block.items)}</ul>"
        case Code():
            return f"<pre>{esc(block.text)}</pre>"
        case Facts():
            return _facts(block)
        case Grid():
            return _grid(block)
        case Figure():
            return _figure(block)
        case Row():
            return f'<div class="row">{"".join(_figure(figure) for figure in block.figures)}</div>'


def _facts(block: Facts) -> str:
    items = "".join(
        f"<div><dt>{esc(fact.label)}</dt><dd>{esc(fact.value)}</dd><dd>{esc(fact.note)}</dd></div>"
        for fact in block.facts
    )
    return f'<dl class="facts">{items}</dl>'


def _grid(block: Grid) -> str:
    kinds = ["number" if i in block.right else "code" if i in block.code else "" for i in range(len(block.headers))]
    marks = [f' class="{kind}"' if kind else "" for kind in kinds]
    head = "".join(f"<th{mark}>{esc(text)}</th>" for text, mark in zip(block.headers, marks, strict=True))
    rows = "".join(
        f"<tr>{''.join(f'<td{mark}>{esc(text)}</td>' for text, mark in zip(row, marks, strict=True))}</tr>"
        for row in block.rows
    )
    total = sum(block.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.1f}%"/>' for width in block.widths)
    return (
        f'<div class="table"><table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _figure(figure: Figure) -> str:
    caption = f"<p>{esc(figure.words)}</p>" if figure.words else ""
    words = f"{figure.title}. {figure.words}".strip()
    title = f"<figcaption>{esc(figure.title)}</figcaption>" if figure.title else ""
    return f"<figure>{title}{svg(figure.picture, words)}{caption}</figure>"


def _style() -> str:
    day, night = ("".join(f"--{name}:{pair[i]};" for name, pair in COLORS.items()) for i in (0, 1))
    by_night = f"@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}"
    return f":root{{color-scheme:light dark;{day}}}{by_night}{RULES}"


RULES = """
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:15px/1.55 'Inter','Segoe UI',system-ui,sans-serif}
main{max-width:880px;margin:0 auto;padding:48px 24px}
header p{margin:0;color:var(--muted)}
h1{font-size:34px;line-height:1.2;margin:4px 0 8px;font-weight:650;overflow-wrap:anywhere}
h2{font-size:22px;line-height:1.3;margin:0 0 12px;font-weight:650}
h3{font-size:15px;margin:28px 0 8px;font-weight:650}
p,li,td,th,dd{overflow-wrap:anywhere}
nav{margin:28px 0 0;padding:18px 22px;background:var(--sunk);border-radius:12px}
nav h2{font-size:14px;margin:0 0 6px;color:var(--muted)}
nav ol{margin:0;padding:0;columns:2;column-gap:32px;list-style:none}
nav li{display:flex;justify-content:space-between;gap:12px;padding:3px 0;break-inside:avoid}
nav span{color:var(--muted);font-size:13px;white-space:nowrap}
a{color:var(--accent)}
section{margin:24px 0 0;padding:26px 28px;background:var(--surface);border:1px solid var(--line);border-radius:12px}
.lead{font-size:19px;line-height:1.45}
.remark{padding:10px 14px;border-left:3px solid var(--accent);background:var(--tint);border-radius:0 8px 8px 0}
.remark.warn{border-color:var(--warn);background:var(--warn-tint)}
.remark.good{border-color:var(--good);background:var(--good-tint)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:18px;margin:20px 0}
.facts dt{color:var(--muted);font-size:13px}
.facts dd{margin:0;color:var(--muted);font-size:13px}
.facts dt+dd{color:var(--ink);font-size:23px;line-height:1.3;font-weight:600}
.table{overflow-x:auto;margin:14px 0}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th{text-align:left;color:var(--muted);font-weight:500;border-bottom:1px solid var(--stone)}
td{border-bottom:1px solid var(--line2);vertical-align:top}
th,td{padding:7px 14px 7px 0}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.code,pre{font-family:'JetBrains Mono','Cascadia Mono',ui-monospace,monospace;font-size:12.5px}
pre{padding:12px 14px;background:var(--sunk);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:18px 0;break-inside:avoid;overflow-x:auto}
figcaption{font-weight:600;margin-bottom:6px}
figure p{color:var(--muted);font-size:13px;margin:4px 0 0}
svg{display:block;width:100%;height:auto;font-family:inherit}
.row{display:grid;grid-template-columns:1fr 1fr;gap:10px 28px}
footer{margin:28px 0 0;color:var(--muted);font-size:13px;overflow-wrap:anywhere}
@media (max-width:640px){main{padding:24px 12px}section{padding:18px 16px}.row{grid-template-columns:1fr}
nav ol{columns:1}h1{font-size:26px}}
@media print{body{background:none;font-size:10.5pt}main{max-width:none;padding:0}
section{border:0;padding:0;margin:22pt 0 0}h2,h3{break-after:avoid}tr,figure,.facts,pre{break-inside:avoid}}
"""
