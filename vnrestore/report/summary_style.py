"""How the summary page looks: on a screen, light or dark, and on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --paper: #f7f6f2; --card: #ffffff; --rule: #dedbd2;
  --dim: #6b675e; --good: #3d8b5f; --bad: #c0452f; --wait: #c99a2e; --none: #a9a599; --link: #1d5fa8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e4de; --paper: #151618; --card: #1e2022;
  --rule: #36383a; --dim: #9b978d; --good: #57b380; --bad: #e0705b; --wait: #d9b24f; --none: #6f6c65;
  --link: #7db4ee; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 2rem 1.5rem 4rem; color: var(--ink);
  background: var(--paper); font: .95rem/1.5 "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
h3 { font-size: .95rem; margin: 1.2rem 0 .4rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.dim { color: var(--dim); font-size: .85rem; margin: .3rem 0 .6rem; }
section { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem;
  padding: 1rem 1.25rem; margin-top: 1rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem;
  background: none; border: 0; padding: 0; }
.cards div { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem;
  padding: .8rem 1rem; }
.cards b { display: block; font-size: 1.55rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.cards span { color: var(--dim); font-size: .85rem; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
@media (max-width: 60rem) { .two { grid-template-columns: 1fr; } }
.share { display: flex; height: 1.1rem; border-radius: .35rem; overflow: hidden; gap: 2px; }
.share i { min-width: 3px; }
.good { background: var(--good); } .bad { background: var(--bad); }
.wait { background: var(--wait); } .none { background: var(--none); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.8rem; padding: 0;
  margin: .7rem 0 0; }
.legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem;
  margin-right: .45rem; }
.scroll { overflow: auto; max-height: 24rem; }
thead th { position: sticky; top: 0; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .87rem; }
th { text-align: left; color: var(--dim); font-weight: 600; font-size: .78rem; }
td, th { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td { overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
meter { width: 6rem; height: .7rem; vertical-align: baseline; }
svg { display: block; width: 100%; height: auto; }
svg rect { fill: var(--good); } svg text { fill: var(--dim); font-size: 11px; }
svg line { stroke: var(--rule); }
@media print { body { max-width: none; background: none; } .scroll { max-height: none; }
  section { break-inside: avoid; } }
"""
