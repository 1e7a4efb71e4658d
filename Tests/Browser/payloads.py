"""A hundred texts that break pages which are careless with what they print: each is kept as a title, a name, a body and so on."""

SCRIPTS = [
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "</title><script>alert(3)</script>",
    "</textarea><script>alert(4)</script>", "<!--><script>alert(5)</script>-->", "<scr<script>ipt>alert(6)</scr</script>ipt>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script\n>alert(8)</script\n>", "<script/x>alert(9)</script>",
    "]]><script>alert(10)</script>", "<![CDATA[<script>alert(11)</script>]]>", "'\"><script>alert(12)</script>",
    "--><script>alert(13)</script><!--", "<noscript><p title=\"</noscript><script>alert(14)</script>\">",
    "<script type=module>import('//evil.example/x.js')</script>", "\u2028alert(16)\u2029//", "\\u003cscript\\u003ealert(17)",
    "&lt;script&gt;alert(18)&lt;/script&gt;", "&#60;script&#62;alert(19)&#60;/script&#62;", "＜script＞alert(20)＜/script＞",
]

HANDLERS = [
    "<img src=x onerror=alert(21)>", "\" onmouseover=\"alert(22)\" x=\"", "' onfocus='alert(23)' autofocus='", "` onclick=alert(24) `",
    "<body onload=alert(25)>", "<details open ontoggle=alert(26)>", "<input autofocus onfocus=alert(27)>",
    "<video><source onerror=alert(28)></video>", "<marquee onstart=alert(29)>", "<p onpointerenter=alert(30) style=animation:x>",
    "<a href=x onclick=alert(31)>x</a>", "<select onchange=alert(32)><option>1<option>2</select>",
    "<audio src onloadstart=alert(33)>", "<form onsubmit=alert(34)><button>x</button></form>", "<img/src/onerror=alert(35)//",
    "<xss id=x tabindex=1 onfocus=alert(36)></xss>", "\tonload\t=\talert(37)", "<img src=x:x onerror\n=alert(38)>",
]

ADDRESSES = [
    "<a href=\"javascript:alert(39)\">x</a>", "[x](javascript:alert(40))", "[x](JaVaScRiPt:alert(41))", "[x](java\tscript:alert(42))",
    "[x](&#106;avascript:alert(43))", "[x](data:text/html,<script>alert(44)</script>)", "![x](javascript:alert(45))",
    "[x](vbscript:msgbox(46))", "<javascript:alert(47)>", "[x]: javascript:alert(48)\n\n[x]", "![x](//evil.example/x.png)",
    "![x](https://evil.example/x.png \"onerror=alert(50)\")", "<iframe src=javascript:alert(51)></iframe>",
    "<iframe srcdoc='<script>alert(52)</script>'></iframe>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(54)'>", "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<object data=data:text/html,<script>alert(57)</script>></object>",
    "<embed src=javascript:alert(58)>", "<form action=//evil.example/><input type=submit></form>", "<a ping=//evil.example/ href=/>x</a>",
]

DRAWINGS = [
    "<svg onload=alert(61)>", "<svg><script>alert(62)</script></svg>", "<svg><a xlink:href=javascript:alert(63)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(64) attributeName=x dur=1s>", "<svg><use href=data:image/svg+xml,<svg/onload=alert(65)>></svg>",
    "<svg><foreignObject><iframe srcdoc=<script>alert(66)</script>></foreignObject></svg>",
    "<math><mi xlink:href=javascript:alert(67)>x</mi></math>", "<math><mtext><table><mglyph><style><img src onerror=alert(68)></style>",
    "<math><annotation-xml encoding=text/html><script>alert(69)</script></annotation-xml></math>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(70)>\">",
]

STYLES = [
    "<style>*{display:none}</style>", "<style>@import '//evil.example/x.css';</style>", "\" style=\"position:fixed;inset:0;z-index:9",
    "</style><script>alert(74)</script>", "<p style='background:url(//evil.example/x.png)'>x</p>", "} body { display: none } {",
    "<div style=\"width:expression(alert(77))\">",
]

TEMPLATES = [
    "{{title}}", "{{{title}}}", "{{#page}}x{{/page}}", "{{>layout}}", "{{/main}}{{/layout}}", "{{=<% %>=}}", "{{^page}}", "${alert(85)}",
    "<%= alert(86) %>", "{% include 'x' %}", "#{alert(88)}", "{{constructor.constructor('alert(89)')()}}",
]

LETTERS = [
    "“\u0338quoted”\u0338", "\"\u0301>\u0301<\u0301", "a" + "\u0301\u0323\u0302" * 30, "\u202eevil\u202c \u2066x\u2069", "\u202d\u202e\u2067 unclosed",
    "zero\u200b\u200c\u200d\u2060width\ufeff", "tag\U000e0073\U000e0063 \ufffe\uffff", "𝕬𝖑𝖊𝖗𝖙 👩‍👩‍👧‍👦🏳️‍🌈", "line\u2028separator\u2029paragraph", "W" * 90,
    "Set-Cookie: x=1\r\nX-Injected: yes\r\n\r\n<b>x</b>",
]

ALL = SCRIPTS + HANDLERS + ADDRESSES + DRAWINGS + STYLES + TEMPLATES + LETTERS
assert len(ALL) >= 100 and len(set(ALL)) == len(ALL)

# What must never become a link, an image or a place to fetch from.
URLS = [
    "javascript:alert(1)", "JAVASCRIPT:alert(2)", " javascript:alert(3)", "java\nscript:alert(4)", "data:text/html,<script>alert(5)</script>",
    "data:image/svg+xml,<svg onload=alert(6)>", "vbscript:alert(7)", "file:///etc/passwd", "//evil.example/x", "blob:https://evil.example/1",
    "https://evil.example/\"onmouseover=\"alert(8)", "https://evil.example/<script>alert(9)</script>", "https://user:word@evil.example/",
    "https://evil.example/\r\nSet-Cookie:x=1", "http://[::1", "https://evil.example\\@sourcebook.example/",
]
