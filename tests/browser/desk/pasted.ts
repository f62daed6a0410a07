/** What word processors and pages put on the clipboard, written after their habits, and what should come of it. */

const WORD = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h1>River report<o:p></o:p></h1>
<p class=MsoNormal>Water at <b style='mso-bidi-font-weight:normal'>four</b> metres,
<span style='font-style:italic'>rising</span>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>North<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><![endif]>Harbour</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;
</span></span>South</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;
</span></span>Close the gates</p>
<p class=MsoNormal>See <a href="https://example.org/?a=1&amp;b=2">the map</a>.<v:shape id="p1"><v:imagedata
src="file:///C:/map.png"/></v:shape></p><!--EndFragment--></body></html>`;

const DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f"><h2 dir="ltr"
style="line-height:1.38;"><span style="font-size:16pt;font-weight:400;">Overnight</span></h2><p dir="ltr"
style="line-height:1.38;"><span style="font-weight:700;font-style:normal;">Ferries</span><span
style="font-style:italic;"> stay</span><span style="text-decoration:line-through;"> out</span></p><ul
style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr"
role="presentation"><span>East</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"><span>Pier</span></p></li>
</ul></ul><p dir="ltr"><a href="https://example.org/" style="text-decoration:none;"><span
style="text-decoration:underline;">Timetable</span></a></p></b>`;

const PAGE = `<div class="story" style="color:red" onclick="alert(1)"><div><p>First.</p><div>A box</div>
<script>alert(1)</script><style>p { color: red }</style><table><tbody><tr><td>Gate</td><td><p>open</p></td></tr></tbody></table>
<p><a href="javascript:alert(1)">Bad</a> and <a href="/there">there</a></p><img src=x onerror="alert(1)"><h5>Below</h5>
<iframe src="https://example.org"></iframe></div><blockquote>Said so</blockquote>
<ul><li>1<ul><li>2<ul><li>3<ul><li>4</li></ul></li></ul></li></ul></li></ul>loose <b>end</b><br>next line</div>`;

const link = (href: string, text: string) => `<a href="${href}" rel="noopener">${text}</a>`;

export const PASTED = [
  {
    from: 'Word',
    html: WORD,
    becomes:
      '<h3>River report</h3><p>Water at <strong>four</strong> metres, <em>rising</em>.</p>' +
      '<ul><li><p>North</p><ul><li><p>Harbour</p></li></ul></li><li><p>South</p></li></ul>' +
      '<ol><li><p>Close the gates</p></li></ol>' +
      `<p>See ${link('https://example.org/?a=1&amp;b=2', 'the map')}.</p>`,
    leftOut: '1 picture was left out.',
  },
  {
    from: 'Google Docs',
    html: DOCS,
    becomes:
      '<h3>Overnight</h3><p><strong>Ferries</strong><em> stay</em><s> out</s></p>' +
      '<ul><li><p>East</p><ul><li><p>Pier</p></li></ul></li></ul>' +
      `<p>${link('https://example.org/', 'Timetable')}</p>`,
    leftOut: '',
  },
  {
    from: 'a page',
    html: PAGE,
    becomes:
      '<p>First.</p><p>A box</p><table><tbody><tr><td>Gate</td><td>open</td></tr></tbody></table><p>Bad and there</p><h4>Below</h4>' +
      '<blockquote><p>Said so</p></blockquote>' +
      '<ul><li><p>1</p><ul><li><p>2</p><ul><li><p>3</p></li><li><p>4</p></li></ul></li></ul></li></ul>' +
      '<p>loose <strong>end</strong><br />next line</p>',
    leftOut: '1 picture and 1 embedded page were left out.',
  },
];
