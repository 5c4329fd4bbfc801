/**
 * What people, programs and attackers put into fields, by kind. What could become an element, an attribute or the
 * result of a template if somebody forgot to escape it is marked with `planted`, so that a test finds it in an answer.
 */
export const naughty: Record<string, readonly string[]> = {
  nothing: ['', ' ', '\t', '\n', '\u00a0', '\u3000', '\u200b\u200c\u200d', '\ufeff', '\u2003\u2009', '\u180e'],
  long: ['x'.repeat(300), '陈'.repeat(5_000), '𠮷'.repeat(200), `${'x'.repeat(59)}𠮷`, `a${' '.repeat(3_000)}b`, 'a\n'.repeat(2_000), `${'1'.repeat(30)}.${'1'.repeat(30)}`],
  control: ['a\u0000b', '\u0001\u0002\u0007\u0008', '\u001b[31mred\u001b[0m', 'a\u2028b\u2029c', '\u0085', '\u007f', 'a\u000bb\u000cc'],
  broken: ['\ud800', 'a\udfffb', '\ufffd\ufffe\uffff', '%ED%A0%80', '%C0%AE', '%', '%zz', '&#0;', '&#xD800;'],
  script: [
    '<planted-x>', '"><planted-x onplanted=1>', "'><planted-x>", '</textarea><planted-x>', '</title><planted-x>', '</script><planted-x>', '--><planted-x>', '" planted-attribute="1', "' planted-attribute='1", ' planted-attribute=1 ',
    '<script>planted()</script>', '<img src=x planted-attribute onerror=planted()>', '<svg/onload=planted()>', 'javascript:planted()', 'JaVaScRiPt:planted()', 'data:text/html,<planted-x>', '<base href=//planted.example>', '<iframe srcdoc="<planted-x>">',
    '&lt;planted-x&gt;', '&#60;planted-x&#62;', '\u003cplanted-x\u003e', '＜planted-x＞', '<planted-x', '<![CDATA[<planted-x>]]>', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  ],
  template: ['{{7*7777777}}', '${7*7777777}', '#{7*7777777}', '<%= 7*7777777 %>', '<%- 7*7777777 %>', '%>7<%', '{{= 7*7777777 }}', '[[7*7777777]]', '$t(layout:name)', '{{name}}', '{{-name}}', '$t(layout:foot.help, {"count": 7})', '__proto__.name', '{0}', '%(name)s', '$&$`$\'$1', '\\u0041\\x41'],
  database: ["' or 1=1 --", "'; drop table person; --", '" or ""="', "') or ('a'='a", '%', '_', '\\', "\\' or 1=1 --", "1' and sleep(5)--", "admin'/*", "|| (select password_hash from person)", '$1', '?', ':name'],
  shell: ['; ls', '| cat /etc/passwd', '`id`', '$(id)', '&& id', '\r\nRCPT TO:<a@b.example>\r\n', 'a\r\nBcc: victim@planted.example', 'a\nSubject: planted', 'a%0d%0aSet-Cookie:planted=1', 'a\r\nSet-Cookie: planted=1'],
  path: ['../../../../etc/passwd', '..\\..\\windows\\win.ini', '/etc/passwd\u0000.pdf', 'file:///etc/passwd', '//planted.example', '/\\planted.example', 'CON', 'aux.pdf', '.', '..', '~', '.htaccess', 'a/b/c', `${'a/'.repeat(200)}b`],
  names: ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'null', 'undefined', 'true', 'false', 'NaN', 'Infinity', '-0', '[]', '{}', '["a"]', '{"__proto__":{"planted":1}}', '{"$gt":""}'],
  numbers: ['0', '-1', '00', '1e999', '1e-999', '0x10', '0b1', '１２３', '٣', '½', '1,000', '1.000,00', '+1', ' 1 ', '9007199254740993', '9'.repeat(400), '-9223372036854775809', '2147483648', '1.7976931348623157e309', '0.1e1', '１３８０５７１０００１'],
  dates: ['2026-02-30', '0000-00-00', '9999-12-31', '-000001-01-01', '+275760-09-13', '+275760-09-14', '1970-01-01T00:00:00Z', '2026-13-01', '2026-00-10', '31/02/2026', '今天', '2016-12-31T23:59:60Z', '1582-10-10', '24:00', '99:99', '2026-W01'],
  formulas: ['=1+1', '=cmd|\'/c calc\'!A0', '+1+1', '-1+1', '@SUM(1+1)', '\t=1+1', '\r=1+1', '=HYPERLINK("http://planted.example","x")', '"=1+1"', 'a,b;c\td'],
  alphabets: [
    '\u202egnp.exe\u202c', '\u2066a\u2069\u202d', 'اختبار النص', 'עברית', 'ﷺ', 'ｆｕｌｌ　ｗｉｄｔｈ', 'раура1', '陳小雨', '𠮷野家', '㐂㑇', 'Z̸̡̢̛̬͎͈̈́̀͘a̶͖̓l̵̟̈́g̶͇̽o̴͕͑', 'é', 'é', 'ﬁ', 'ß', 'İi', 'ǅ', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇨🇳🇨', '\u0301\u0301\u0301', '\ufe0f', '꧁꧂', '﷽',
  ],
  known: ['yes', 'no', 'on', 'zh-CN', 'en', 'person', 'organisation', '330106000000', '999999999999', '330106', 'x', 'birth', 'moving', 'all', 'none', 'new'],
}

export const naughtyStrings: readonly string[] = Object.values(naughty).flat()
