// The style within a picture: the page's rules in light colours, which no other sheet of style reaches, and what a picture has beside them.

/** As `style/ladder.css` and its tokens have it; a test holds them equal. */
export const asOnPage = `.ladder text { font-family: "Inter V", Inter, Helvetica, Arial, sans-serif; }
.ladder .lifelines line, .plate line { stroke: #aeb8c7; stroke-width: 1.4; }
.ladder .head-back, .ladder .caption-back { fill: #fff; }
.ladder .head-rule { stroke: #e1e6ee; }
.plate rect { fill: #f8f9fc; stroke: #cdd5e1; }
.plate .name { font-size: 12.6px; font-weight: 640; fill: #141b26; text-anchor: middle; }
.plate .state { font: 10.4px "JetBrains V", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace; fill: #435066; text-anchor: middle; }
.ladder .plate .state { font-family: "JetBrains V", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.lamp { fill: #cdd5e1; }
.lamp.plain { fill: #116ec2; }
.lamp.active { fill: #702075; }
.lamp.over { fill: #0d5d43; }
.ladder .caption { font-size: 10.5px; fill: #5a667b; }
.gutter-back rect { fill: #f8f9fc; }
.gutter-back line { stroke: #e1e6ee; }
.arrow .shaft { fill: none; stroke: currentColor; stroke-width: 1.65; }
.arrow.look-msrp .shaft { stroke-width: 1.15; }
.arrow.provisional .shaft { stroke-width: 1.3; stroke-dasharray: 2 3; }
.arrow.ack .shaft { stroke-width: 1.2; }
.arrow.late .shaft { stroke-dasharray: 9 4; }
.arrow.lost .shaft { stroke-dasharray: 7 4; }
.arrow.ghost { opacity: 0.45; }
.arrow.ghost .shaft { stroke-dasharray: 3 3; stroke-width: 1.1; }
.arrow.ghost .head { fill: none; stroke: currentColor; }
.arrow .bridge { stroke: #fff; stroke-width: 7; }
.arrow .never { stroke: currentColor; stroke-width: 1; stroke-dasharray: 1 4; stroke-linecap: round; opacity: 0.6; }
.arrow .head { fill: currentColor; }
.arrow .head.open { fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.arrow .tail { fill: currentColor; stroke: #fff; stroke-width: 0.6; }
.arrow .cross { fill: #fdeee2; stroke: #b3500c; stroke-width: 1.5; stroke-linecap: round; }
.arrow .copy { fill: none; stroke: currentColor; stroke-width: 1.2; stroke-dasharray: 4 2.5; }
.arrow .badge { fill: #fff; stroke: currentColor; stroke-width: 1.2; }
.arrow .badge-text { font-size: 9px; font-weight: 700; fill: currentColor; text-anchor: middle; }
.arrow .late-dot { fill: #fff; stroke: #b3500c; stroke-width: 1.5; }
.label.ghost { opacity: 0.55; }
.label text { font-size: 11.2px; font-weight: 600; fill: currentColor; text-anchor: middle; paint-order: stroke; stroke: #fff; stroke-width: 3.6; stroke-linejoin: round; }
.label .reason { font-size: 10px; fill: #b3500c; }
.label.light text { font-weight: 500; }
.timer .tick { stroke: #503e0d; stroke-width: 1; opacity: 0.8; }
.timer .bar { stroke: #f0c75e; stroke-width: 3.2; stroke-dasharray: 3 2.5; }
.timer.fired .bar { stroke-dasharray: none; }
.timer .fire { fill: #503e0d; stroke: #fff; stroke-width: 1.2; }
.timer .clear { fill: #fff; stroke: #503e0d; stroke-width: 1.4; }
.timer-tag rect { fill: #fdf4d8; stroke: #503e0d; }
.timer-tag text { font-size: 10px; font-weight: 700; fill: #503e0d; text-anchor: middle; }
.pill rect { fill: #fff; stroke: #aeb8c7; }
.pill text { font-size: 9.6px; font-weight: 560; fill: #435066; text-anchor: middle; }
.pill.over rect { fill: #eef1f6; }
.pill.active rect { fill: #f5e9f6; stroke: #702075; }
.pill.active text { fill: #702075; }
.ladder .time text { font: 450 10.3px "JetBrains V", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace; fill: #5a667b; text-anchor: end; }
.time line { stroke: #cdd5e1; }
.session rect { fill: #fff; stroke: #aeb8c7; stroke-width: 1.2; }
.session.transfer rect { fill: #e0cee1; stroke: #702075; stroke-width: 1; }
.zero-time rect { fill: #141b26; opacity: 0.035; }
.ladder .zero-time text { font: 9px "JetBrains V", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace; fill: #5a667b; }
.arrow .absorbed { stroke: currentColor; stroke-width: 3; }
.arrow .broken { font-size: 12px; font-weight: 800; fill: #b3500c; text-anchor: middle; paint-order: stroke; stroke: #fff; stroke-width: 3; }
.arrow path.bridge { fill: none; }
.arrow.dim, .label.dim { opacity: 0.16; }
.break path { fill: none; stroke: #cdd5e1; }
.break-chip rect { fill: #eef1f6; stroke: #e1e6ee; }
.ladder .break-chip text { font: 9.8px "JetBrains V", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace; fill: #5a667b; text-anchor: middle; }
.note rect { fill: #fff; stroke: #cdd5e1; }
.ladder .note text { font: 10px "JetBrains V", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace; letter-spacing: -0.02em; fill: #435066; }
.note.bad rect { fill: #fdeee2; stroke: #e9b48c; }
.ladder .note.bad text { fill: #b3500c; }
.difference { font-size: 12px; font-weight: 700; fill: #b3500c; text-anchor: middle; }
.look-request { color: #116ec2; }
.look-response { color: #0d5d43; }
.look-msrp { color: #702075; }
.look-failure { color: #b3500c; }
.look-timer { color: #503e0d; }
.ladder .divergence line { stroke: #b3500c; stroke-width: 1.5; stroke-dasharray: 6 3; }
.ladder .divergence rect { fill: #fdeee2; stroke: #b3500c; }
.ladder .divergence text { font-size: 10.5px; font-weight: 660; fill: #b3500c; text-anchor: middle; }
.ladder .rhombus { fill: #fff; stroke: #b3500c; stroke-width: 1.6; }`;

export const style = `
${asOnPage}
.paper { fill: #fff; }
.title { font-size: 17px; font-weight: 650; fill: #141b26; }
.subtitle, .told { font-size: 11.5px; fill: #435066; }
.verdict { font-size: 12.5px; font-weight: 640; fill: #b3500c; }
.verdict.good { fill: #0d5d43; }
`;
