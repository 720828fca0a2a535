/** Texts that a viewer may want to show as more than text, some of which would like to do more than be shown. */

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<!-- an order as it comes from the exchange -->
<order xmlns="urn:example:orders" id="42" side='buy'><symbol>BTC-USD</symbol><price currency="USD">64123.50</price><note>5 &lt; 6 &amp; more</note><fills><fill price="64123.40" size="0.4"/><fill price="64123.50" size="1.1"/></fills><raw><![CDATA[if (a < b) { return }]]></raw></order>
`

/** Ten to the ninth laughs, for whoever resolves entities. */
const XML_BOMB = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">${Array.from(
  { length: 9 },
  (_, depth) => `<!ENTITY lol${depth + 1} "${`&lol${depth};`.repeat(10)}">`,
).join('')}]><lolz>&lol9;</lolz>`

/** Everything in it that runs, loads or leads away must do nothing; what it says must be seen. */
const HOSTILE_PAGE = `<!doctype html>
<html><head><title>Invoice</title>
<link rel="preconnect" href="http://127.0.0.1:9/preconnect"><link rel="stylesheet" href="/stolen.css"><meta http-equiv="refresh" content="0;url=/gone">
<base href="http://127.0.0.1:9/"><style>h1 { color: rgb(0, 97, 156) } body { font: 14px sans-serif; background: url(/background.png) } @import "/imported.css";</style>
<script>parent.document.title = 'taken over'; fetch('/fetched')</script></head>
<body onload="fetch('/onload')"><h1>Invoice 2026-11</h1><p>Two items, <b>19.90</b> in all.</p>
<table border="1"><tr><th>Item</th><th>Price</th></tr><tr><td>Probe</td><td>9.95</td></tr><tr><td>Clip</td><td>9.95</td></tr></table>
<img src="/pixel.png" onerror="fetch('/onerror')"><img alt="a dot" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">
<a href="/clicked" ping="/pinged">A link</a> <form action="/submitted"><button>Pay</button></form>
<iframe src="/framed"></iframe><object data="/object"></object><video src="/video.mp4" autoplay></video>
<svg><script>fetch('/svg')</script><image href="/svg.png"/></svg></body></html>`

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80" width="360" height="240" onload="fetch('/svg-onload')">
  <script>fetch('/svg-script')</script>
  <image href="http://127.0.0.1:9/svg-image.png" width="10" height="10"/>
  <rect width="120" height="80" rx="8" fill="#00619c"/>
  <path d="M8 50 L30 50 L36 20 L46 66 L54 40 L112 40" fill="none" stroke="#fff" stroke-width="3"/>
</svg>`

/** Ten uses of ten uses of … : ten to the eighth circles. */
const SVG_BOMB = `<svg xmlns="http://www.w3.org/2000/svg"><defs><circle id="g0" r="1"/>${Array.from(
  { length: 8 },
  (_, depth) => `<g id="g${depth + 1}">${`<use href="#g${depth}"/>`.repeat(10)}</g>`,
).join('')}</defs><use href="#g8"/></svg>`

export const MARKUP_SAMPLES: readonly string[] = [XML, XML_BOMB, HOSTILE_PAGE, SVG, SVG_BOMB]

const SYMBOLS = ['BTC-USD', 'ETH-USD', 'SOL-USD']

const TRADES = Array.from({ length: 2_000 }, (_, row) => `${row},${SYMBOLS[row % 3]},${(64_000 + row * 1.5).toFixed(2)},${row % 7},`)

export const CSV_SAMPLES: readonly string[] = [
  `id,symbol,price,size,note\n${TRADES.join('\n')}\n`,
  'name\tcity\tage\nZoë\tSão Paulo\t31\n李雷\t北京\t28\nОлег\tМосква\t44\n',
  'name;remark;amount\r\n"Meier; sons";"said ""yes""\r\non two lines";1,50\r\n"Ada";"";2,75\r\n"Cut short"\r\n',
]
