/** What somebody might send who wants the page to run, load or break something. All of it would set `__pwned`. */
const RUN = '__pwned=1';

export const HOSTILE = [
  `<script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `<!--<script>${RUN}</script>-->`,
  `--><script>${RUN}</script><!--`,
  `]]><script>${RUN}</script>`,
  `<img src=x onerror=${RUN}>`,
  `"><img src=x onerror="${RUN}">`,
  `' onfocus='${RUN}' autofocus='`,
  `<p onclick="${RUN}" onmouseover=${RUN} style="position:fixed;inset:0">over all</p>`,
  `<a href="javascript:${RUN}">a</a><a href=" java\tscript:${RUN}">b</a><a href="&#106;avascript:${RUN}">c</a>`,
  `<a href="data:text/html,<script>${RUN}</script>">a</a><a href="vbscript:${RUN}">b</a><a href="//evil.test">c</a>`,
  `<svg onload=${RUN}><animate onbegin=${RUN} attributeName=x dur=1s></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>a</text></a><style><img src=x onerror=${RUN}></style></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${RUN}&gt;"></table></math>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe><object data="javascript:${RUN}"></object>`,
  `<form action="javascript:${RUN}"><button formaction="javascript:${RUN}" autofocus>press</button></form>`,
  `<details open ontoggle=${RUN}><summary>s</summary></details><video><source onerror=${RUN}></video>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<textarea></textarea><img src=x onerror=${RUN}></textarea><xmp><img src=x onerror=${RUN}></xmp>`,
  `<template><script>${RUN}</script></template><base href="https://evil.test/"><meta http-equiv=refresh content=0>`,
  `<p id="props">{}</p><p id="app">x</p><p name="body">x</p>`,
  `</p></div></article></main></body></html><p>after the end</p>`,
  `{@html '<img src=x onerror=${RUN}>'} {{constructor.constructor('${RUN}')()}} \${${RUN}} <%= ${RUN} %>`,
  "$& $1 $$ $` $' %lang% <!--app-head--> <!--app-props-->",
  `&lt;script&gt;${RUN}&lt;/script&gt; &amp;lt; &#60;img src=x onerror=${RUN}&#62;`,
  `\u003cscript\u003e${RUN}\u003c/script\u003e \\u003cscript\\u003e \\x3cscript\\x3e`,
  `line\u2028separator\u2029and <img src=x\u2028onerror=${RUN}>`,
  'right \u202eto left\u2066 and never back \ud83d\ude00 \u200b\ufeff',
  `\ufffe\u0000<scr\u0000ipt>${RUN}</script>`,
  '__proto__ constructor toString [object Object] undefined null NaN',
];

/** Too long, too tall or too deep for any screen. */
export const HUGE = [
  'W'.repeat(19_990),
  `Z${'\u0351\u035b\u0316'.repeat(1_667)}`,
  `${'<blockquote>'.repeat(1_500)}<p>deep</p>`,
  `${'<ul><li>'.repeat(1_500)}deep`,
];
