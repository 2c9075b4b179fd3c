import { dark, light, seriesCount, tones } from './palette.ts';

/** The whole style sheet. Dark is for screens alone, so that print is always dark on white. */
export function styles(): string {
  const night = tokens(dark);
  return `:root{${sizes};color-scheme:light;${tokens(light)}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${night}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${night}}}
${page}${badges}${tables}${charts}${narrow}${print}`;
}

function tokens(theme: Readonly<Record<string, string>>): string {
  return Object.entries(theme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

/** All sizes of text, in px. */
export const textSizes = [12, 13, 15, 17, 20, 26] as const;
const sizes = textSizes.map((size, place) => `--f${place + 1}:${size}px`).join(';');

/** A checked radio button hides what lacks its class. */
function only(name: string, kinds: readonly string[]): string {
  return kinds
    .map((kind) => `section:has(#only-${name}-${kind}:checked) .${name}:not(.${name}-${kind}){display:none}`)
    .join('');
}

const page = `
*{box-sizing:border-box}
small{font-size:var(--f1)}
html{font:var(--f3)/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--page);color:var(--ink);
 -webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem;font-variant-numeric:tabular-nums}
body{margin:0;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
code,kbd,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;padding:.5rem .75rem;background:var(--page);z-index:2}
.icons{position:absolute}
.frame{max-width:86rem;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem) 4rem}
header{padding:.9rem 0 .6rem;border-bottom:1px solid var(--line)}
.title{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between}
h1{font-size:var(--f6);line-height:1.2;letter-spacing:-.015em;font-weight:650;margin:0;text-wrap:balance}
h2{font-size:var(--f5);line-height:1.3;letter-spacing:-.01em;font-weight:650;margin:0 0 .35rem}
h3{font-size:var(--f4);line-height:1.35;font-weight:650;margin:1.75rem 0 .4rem}
h4{font-size:var(--f3);font-weight:650;margin:1.1rem 0 .25rem}
p{margin:.4rem 0 .8rem;max-width:72ch}
.lead,.note{color:var(--muted)}
.note{font-size:var(--f2)}
button{font:inherit;font-size:var(--f2);color:var(--ink);background:var(--sunken);border:1px solid var(--edge);border-radius:4px;padding:.25rem .7rem;min-height:1.75rem;cursor:pointer}
.whole{display:inline-flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center;font-size:var(--f2);color:var(--muted)}
.whole label{display:inline-flex;gap:.35rem;align-items:center;min-height:1.75rem}
.facts{display:flex;flex-wrap:wrap;gap:.35rem 1.6rem;margin:.5rem 0 0;font-size:var(--f2)}
.facts>div{display:flex;gap:.45rem;align-items:baseline}
.facts dt{color:var(--muted)}
.facts dd{margin:0}
.reasons{margin:.9rem 0 0;padding:.55rem .9rem;border-left:3px solid var(--bad);background:var(--bad-back)}
.reasons.warn{border-color:var(--warn);background:var(--warn-back)}
.reasons ul{margin:.15rem 0;padding-left:1.1rem}
main>section{padding:1.3rem 0 0;margin:1.3rem 0 0;border-top:2px solid var(--line)}
.checks{list-style:none;padding:0;margin:.4rem 0;columns:20rem}
main>section:first-child{padding-top:.7rem;margin:0;border:0}
.contents{font-size:var(--f2);padding:.7rem 0 0}
.contents summary{font-weight:600}
.contents ol{list-style:none;margin:.4rem 0 0;padding:0;columns:2;column-gap:1.5rem}
.contents ol ol{margin:0;columns:1}
.contents li li{break-inside:avoid}
.contents ol>li>span{display:block;padding:.55rem 0 .1rem;font-size:var(--f1);font-weight:600;color:var(--ink)}
.contents a{display:block;padding:.16rem 0;color:var(--muted);text-decoration:none;break-inside:avoid}
.contents a:hover{color:var(--link);text-decoration:underline}
@media (min-width:72rem){
 .columns{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:2rem}
 .contents{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:1.6rem 0}
 .contents summary{list-style:none;pointer-events:none;color:var(--ink)}
 .contents summary::-webkit-details-marker{display:none}
 .contents details::details-content{content-visibility:visible;block-size:auto}
 .contents ol{columns:1}
}
.default{font-size:var(--f4);line-height:1.45;max-width:none;margin:0 0 .6rem}
.case-of-yours{margin:0 0 .9rem;padding:.15rem .9rem .5rem;background:var(--sunken);border:1px solid var(--line);border-radius:6px}
.case-of-yours .form{border:0;background:none;padding:0;margin:0}
.case-of-yours legend{float:left;margin:0 1.3rem 0 0;padding:.25rem 0 0}
.case-of-yours summary{font-size:var(--f2);color:var(--muted);padding:.15rem 0;min-height:0}
.foremost{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;align-items:center;font-size:var(--f2)}
.foremost label{display:inline-flex;gap:.4rem;align-items:center}
.foremost label small{display:none}
.foremost fieldset{display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:center;border:0;margin:0;padding:0;min-width:0}
.case-of-yours .foremost legend{font-weight:400;padding:0 .3rem 0 0;margin:0}
.foremost fieldset label{gap:.25rem}
.foremost [type=text]{width:4.2rem;min-height:1.7rem;padding:.1rem .4rem}
.conclusion{font-size:var(--f3);margin:.25rem 0 0}
.option{white-space:nowrap}
.conclusion small{color:var(--muted)}
.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:.4rem 2.2rem}
@media (min-width:60rem){.pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
.pair h3{font-size:var(--f3);margin:.6rem 0 .1rem}
.pair caption{padding-bottom:.1rem}
.pair figure{margin:0}
:is(.certainty,.onward){margin:.6rem 0 0;font-size:var(--f2);line-height:1.45}
:is(.certainty,.onward)>div{display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.2rem 1rem;padding:.3rem 0;border-top:1px solid var(--line)}
:is(.certainty,.onward) dt{font-weight:600}
:is(.certainty,.onward) dd{margin:0}
:is(.certainty,.onward) ul{list-style:none;margin:0;padding:0}
:is(.certainty,.onward) .bad{color:var(--bad)}
.found{margin:.3rem 0 .8rem;padding-left:1.4rem;max-width:80ch}
.found li{padding-bottom:.35rem}
.limits{margin:0;padding-left:1.05rem;color:var(--muted);max-width:90ch}
#answer-title{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.kicker{display:block;font-size:var(--f2);font-weight:400;color:var(--muted);letter-spacing:0}
.cite,.cites summary{font-size:var(--f1);color:var(--muted);white-space:nowrap}
.cite{text-decoration:none;border-bottom:1px dotted var(--edge)}
.cite:hover{color:var(--link)}
details.cites{display:inline;border:0}
.cites summary{display:inline;padding:0;min-height:0;list-style:none;border-bottom:1px dotted var(--edge)}
.cites summary::-webkit-details-marker{display:none}
.word{color:inherit;text-decoration:underline dotted var(--edge) 1px}
details{border-top:1px solid var(--line)}
.contents details,details.plain{border:0}
summary{cursor:pointer;padding:.5rem 0;min-height:1.75rem}
summary:hover{color:var(--link)}
details>div{padding:.1rem 0 1.2rem}
:is(.attack,.case,.item)>summary{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center}
:is(.attack,.case,.item)>summary::before{content:"";border:.3em solid transparent;border-left:.42em solid var(--muted);border-right:0;margin-right:-.2rem}
:is(.attack,.case,.item)[open]>summary::before{transform:rotate(90deg)}
.terse{font-size:var(--f1);margin:.1rem 0}
.item{font-size:var(--f2)}
.item>summary{padding:.22rem 0}
:is(.attack,.case)>summary{justify-content:space-between}
:is(.attack,.case)>summary strong{flex:1 1 14rem;font-weight:500}
:is(.attack,.case)[open]>summary strong{font-weight:650}
.who{display:grid;grid-auto-flow:column;grid-auto-columns:8.6rem;font-size:var(--f2);color:var(--muted)}
.who.many{display:flex;flex-wrap:wrap;gap:.15rem 1.2rem;flex:1 0 100%}
.heads{display:none}
@media screen and (min-width:60rem){
 .heads{display:grid;position:sticky;top:0;z-index:1;justify-content:end;margin:.4rem 0 -1.6rem;padding:.3rem 0;background:var(--page);font-weight:600;max-width:none}
 .heads:has(+.case){margin-bottom:0}
 :is(.attack,.case) .who:not(.many) .scheme{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
}
.spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.form{border:1px solid var(--line);border-radius:6px;background:var(--sunken);padding:.4rem 1.2rem 1rem;margin:1rem 0;min-width:0}
.form legend{font-weight:600;padding:0 .4rem;margin-left:-.4rem}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:.7rem 2.5rem;font-size:var(--f2)}
.fields label{display:block}
.fields fieldset{border:0;margin:0;padding:0;min-width:0}
.fields fieldset legend{font-weight:400;margin:0;padding:0}
.fields fieldset label{display:inline-flex;gap:.3rem;align-items:center;margin-right:.8rem;min-height:1.75rem}
.fields :is(select,[type=text]){display:block;margin-top:.2rem}
.fields small{color:var(--muted)}
.fields label small{display:block}
:is(select,textarea,[type=text]){font:inherit;color:var(--ink);background:var(--page);border:1px solid var(--edge);border-radius:4px;padding:.25rem .5rem;min-height:1.9rem;max-width:100%}
textarea{width:100%;font:var(--f1)/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}

.filter{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:.8rem 0 0;padding:0;border:0;font-size:var(--f2)}
.filter legend{float:left;margin-right:1.1rem;padding:0;color:var(--muted)}
.filter label{display:inline-flex;gap:.35rem;align-items:center;min-height:1.75rem;cursor:pointer}
.filter small{color:var(--muted)}
@media screen{${only('attack', ['failed', 'open', 'window', 'blocked'])}}
dl.pairs{display:grid;grid-template-columns:minmax(7rem,max-content) minmax(0,1fr);gap:.2rem 1.2rem;margin:.4rem 0 .8rem;font-size:var(--f2)}
dl.pairs dt{color:var(--muted)}
dl.pairs dd{margin:0}
dl.pairs ol,dl.pairs ul{margin:0;padding-left:1.2rem}
pre b{font-weight:400;color:var(--muted)}
pre{margin:.5rem 0;padding:.7rem .9rem;background:var(--sunken);border:1px solid var(--line);border-radius:4px;white-space:pre-wrap}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:var(--f2);color:var(--muted)}
`;

const badges = `
.badge{display:inline-flex;align-items:center;gap:.32em;font-size:var(--f1);line-height:1.3;font-weight:600;padding:.1em .5em .1em .38em;border:1px solid transparent;border-radius:3px;white-space:nowrap;vertical-align:.05em}
.badge svg{width:.82em;height:.82em;flex:none;fill:currentColor}
.badge.outlined{border-color:currentColor}
.badge.hatched{border:1px dashed currentColor}
.badge.plain{padding-left:0;padding-right:0}
s{color:var(--muted)}
${tones
  .map(
    (tone) => `.${tone}{color:var(--${tone})}.${tone}.filled{background:var(--${tone}-back);border-color:currentColor}
.${tone}.outlined{background:var(--page)}
.${tone}.hatched{background:repeating-linear-gradient(135deg,var(--${tone}-back) 0 4px,var(--page) 4px 7px)}`,
  )
  .join('')}
`;

const tables = `
table{border-collapse:collapse;width:100%;font-size:var(--f2);line-height:1.4;margin:.3rem 0 .6rem}
.fixes li{margin-bottom:.7rem}
.fixes small{display:block;color:var(--muted);line-height:1.45}
caption{text-align:left;font-size:var(--f2);color:var(--muted);padding:0 0 .45rem}
th,td{text-align:left;vertical-align:top;padding:.42rem 1rem .42rem 0;border-bottom:1px solid var(--line);min-width:7.6rem}
thead th,.figures{overflow-wrap:normal;min-width:3.5rem}
td.figures{white-space:nowrap}
td.figures small{white-space:normal}
.table{overflow-x:auto}
.even{table-layout:fixed}
.even thead th{overflow-wrap:anywhere}
.even thead th:first-child{width:26%}
.prose{table-layout:fixed}
.prose thead th:first-child{width:7.5rem}
.tight thead th:first-child{width:38%}
.tight td.figures small{white-space:nowrap}
.tight :is(th,td){padding:.22rem .7rem .22rem 0;line-height:1.3;min-width:0}
table.many{min-width:80rem}
.compact{width:auto;min-width:min(100%,34rem)}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:var(--f1);font-weight:600;color:var(--muted);vertical-align:bottom;border-bottom-color:var(--edge)}
tbody th{font-weight:500}
tbody th.group{padding-top:1.1rem;font-weight:650;font-size:var(--f3);border-bottom-color:var(--edge)}
tr:has(+.about) th.group{padding-bottom:0;border-bottom:0}
.about td{padding-top:.1rem;border-bottom-color:var(--edge)}
.figures{text-align:right}
.fine{font-size:var(--f1);font-weight:400;color:var(--muted)}
td small,th small{display:block;color:var(--muted);font-weight:400}
.value{font-weight:600}
.scroll{overflow-x:auto;overscroll-behavior-x:contain}
.scroll table{min-width:44rem}
.range{display:block;width:100%;max-width:10rem;height:10px;margin:.15rem 0}
.line{display:block}
.spark{display:inline-block;width:7.5rem;max-width:100%;height:1.15rem;vertical-align:-.25em}
`;

const charts = `
figure{margin:.6rem 0 1rem}
figcaption{font-size:var(--f2);color:var(--muted);margin-bottom:.35rem;max-width:80ch}
figure svg{display:block;width:100%;height:auto}
.wide svg{min-width:40rem;max-width:50.6rem}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,14rem),1fr));gap:.6rem 1.5rem}
.panels svg{max-width:15rem}
.exposure svg{max-width:26.6rem}
.map svg{max-width:24rem}
.values summary{font-size:var(--f1);color:var(--muted);padding:.1rem 0;min-height:0}
.values>div{font-size:var(--f2)}
.values ul{margin:0;padding-left:1.05rem}
.multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:.4rem 2rem}
.multiples figcaption{margin-bottom:.1rem}
svg text{fill:var(--ink);font-size:var(--f1);font-family:inherit}
svg .quiet{fill:var(--muted)}
svg .strong{font-weight:600}
svg .axis{stroke:var(--line);stroke-width:1}
svg .one{stroke:var(--edge);stroke-width:1}
svg .band{fill:var(--band);stroke:var(--edge);stroke-width:.5}
svg .noise{fill:var(--band);fill-opacity:.6}
svg .whisker{stroke:currentColor;stroke-width:3}
svg .bound{stroke:currentColor;stroke-width:1}
svg .mark{fill:currentColor;stroke:currentColor;fill-opacity:.75}
svg .hollow{fill:var(--page);stroke:currentColor;stroke-width:1.6}
svg .stroke{fill:none;stroke:currentColor;stroke-width:1.6}
svg .answered{stroke:currentColor;stroke-width:3}
svg .refused{stroke:currentColor;stroke-width:1.6}
svg .heavy .stroke{stroke-width:3}
.sequence svg{min-width:36rem;max-width:45.3rem}
svg .theory{stroke-dasharray:4 4;opacity:.7}
.narrow svg{max-width:29.3rem}
svg .bar{fill:currentColor;fill-opacity:.3}
svg .round{stroke:currentColor;stroke-width:1.6}
svg .spread{stroke:currentColor;stroke-width:2;opacity:.55}
svg .solid{fill:currentColor;stroke:currentColor;stroke-width:1}
svg .second{fill:var(--page);stroke:currentColor;stroke-width:1.5}
svg .second-hatch{stroke:currentColor;stroke-width:1.2}
.verdict{fill:currentColor}
svg .verdict text{fill:currentColor}
.claim p{margin:0 0 .3rem}
.claim .condition{font-weight:600}
.claim small+.fine{margin-top:.3rem}
.muted-mark{color:var(--muted)}
${Array.from({ length: seriesCount }, (_, index) => `.series-${index + 1}{color:var(--series-${index + 1})}`).join('')}
.key{display:inline-block;width:.75em;height:.75em;margin-right:.4em;vertical-align:-.05em}
`;

const narrow = `
@media (max-width:44rem){
 .contents ol{columns:1}
 :is(.attack,.case) .who{grid-auto-flow:row;grid-auto-columns:auto;gap:.2rem}
 dl.pairs{grid-template-columns:minmax(0,1fr)}
 dl.pairs dd{margin-bottom:.4rem}
 .table{overflow:visible}
 .stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
 .stack,.stack tbody,.stack tr,.stack th,.stack td,.stack caption{display:block;width:auto}
 .scroll .stack{min-width:0}
 .stack tr{padding:.55rem 0;border-bottom:1px solid var(--line)}
 .stack tr:has(+.about){padding-bottom:0;border-bottom:0}
 .stack th,.stack td{white-space:normal;overflow-wrap:anywhere;min-width:0;border:0;padding:.12rem 0;text-align:left}
 .told :not(.about)>td{display:flow-root;padding-left:8.2rem}
 .told :not(.about)>td::before{float:left;width:7.6rem;margin-left:-8.2rem;padding-top:.1em;color:var(--muted)}
 .stack tbody th{font-weight:650}
}
`;

const print = `
@media print{
 :root{--f1:10px;--f2:10.5px;--f3:11.5px;--f4:13px;--f5:15px;--f6:20px}
 header{padding:0 0 .3rem}
 .found{max-width:none;columns:2;column-gap:1.6rem}
 .limits{max-width:none;columns:2}
 .contents,.skip,button,.filter,.form,.whole,.values,.found .cites{display:none}
 :root:not(:has(#whole:checked)) :is(main>section:not(.brief),footer,.case-of-yours){display:none}
 details.brief::details-content{content-visibility:visible;block-size:auto}
 :root:has(#whole:checked) details:not(.item)::details-content{content-visibility:visible;block-size:auto}
 :is(.attack,.case,.item)>summary::before{display:none}
 .scroll,.table{overflow:visible}
 .scroll table,.wide svg{min-width:0}
 .pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
 h2,h3,summary{break-after:avoid}
 figure,tr,li{break-inside:avoid}
 main>section{padding-top:.8rem;margin-top:.8rem}
 .badge,.band{print-color-adjust:exact;-webkit-print-color-adjust:exact}
 a{color:inherit}
}
`;
