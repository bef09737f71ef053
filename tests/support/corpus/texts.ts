import { everywhere, valueRecord, type HostileRecord } from './record.ts';

/** Every way in which bytes fail to be UTF-8 (Unicode 16, chapter 3, table 3-7), and what looks like text and is not. */
const NOT_UTF8: ReadonlyArray<readonly [name: string, bytes: ReadonlyArray<number>]> = [
  ['a lone continuation byte', [0x80]],
  ['a last continuation byte', [0xbf]],
  ['five continuation bytes', [0x80, 0xbf, 0x80, 0xbf, 0x80]],
  ['a start of two without its second', [0xc3]],
  ['a start of three cut after one', [0xe2]],
  ['a start of three cut after two', [0xe2, 0x82]],
  ['a start of four cut after three', [0xf0, 0x9f, 0x98]],
  ['a start followed by ASCII', [0xc3, 0x28]],
  ['three bytes with a bad second', [0xe2, 0x28, 0xa1]],
  ['three bytes with a bad third', [0xe2, 0x82, 0x28]],
  ['four bytes with a bad second', [0xf0, 0x28, 0x8c, 0xbc]],
  ['overlong NUL (Java)', [0xc0, 0x80]],
  ['overlong slash in two', [0xc0, 0xaf]],
  ['overlong slash in three', [0xe0, 0x80, 0xaf]],
  ['overlong slash in four', [0xf0, 0x80, 0x80, 0xaf]],
  ['overlong <', [0xc0, 0xbc]],
  ['the lowest surrogate', [0xed, 0xa0, 0x80]],
  ['the highest surrogate', [0xed, 0xbf, 0xbf]],
  ['a surrogate pair (CESU-8)', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a start of five', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ['a start of six', [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80]],
  ['FE', [0xfe]],
  ['FF', [0xff]],
  ['UTF-16, little end first', [0xff, 0xfe, 0x61, 0x00, 0x62, 0x00]],
  ['UTF-16, big end first', [0xfe, 0xff, 0x00, 0x61, 0x00, 0x62]],
  ['Latin-1', [0x63, 0x61, 0x66, 0xe9]],
  ['Windows-1252', [0x93, 0x68, 0x69, 0x94]],
  ['Shift-JIS', [0x83, 0x65, 0x83, 0x58, 0x83, 0x67]],
];

const TRICKS: ReadonlyArray<readonly [name: string, text: string]> = [
  ['NUL', 'a\0b'],
  ['only NUL', '\0'],
  ['a byte order mark', '\uFEFFtext'],
  ['a byte order mark before JSON', '\uFEFF{"a":1}'],
  ['bidi override', 'invoice_\u202Egpj.exe'],
  ['bidi isolates', '\u2066\u2067\u2068abc\u2069\u2069\u2069'],
  ['bidi embedding never closed', '\u202A\u202B\u202D'.repeat(200)],
  ['Arabic letter mark', 'a\u061Cb'],
  ['zero width', 'pass\u200Bword\u200C\u200D\u2060'],
  ['only zero width', '\u200B\u200B\u200B'],
  ['soft hyphens', 'a\u00ADb\u00ADc'],
  ['tag characters', '\u{E0041}\u{E0042}\u{E0043}'],
  ['variation selectors', `a${'\uFE0F'.repeat(500)}`],
  ['combining marks', `Z${'\u0351\u0489\u0316'.repeat(300)}`],
  ['a flag family', '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ['line and paragraph separators', 'a\u2028b\u2029c'],
  ['next line', 'a\u0085b'],
  ['all line ends', 'a\nb\rc\r\nd\ve\ff'],
  ['terminal escapes', '\u001B[2J\u001B]0;owned\u0007\u001B[31mred'],
  ['C1 control', 'a\u009B31mb'],
  ['DEL', 'a\u007Fb'],
  ['noncharacters', '\uFFFE\uFFFF\u{1FFFE}\uFDD0'],
  ['private use', '\uE000\u{F0000}'],
  ['the replacement character itself', 'a\uFFFDb'],
  ['the longest ligature', '\uFDFD'.repeat(300)],
  ['homoglyphs', 'раypal.com'],
  ['fullwidth', '＜script＞'],
  ['only blanks', ' \t\u00A0\u3000'.repeat(100)],
  ['no place to break', 'W'.repeat(20_000)],
  ['20,000 lines', '\n'.repeat(20_000)],
  ['a number with a thousand digits', '9'.repeat(1000)],
  ['format strings', '%s%n%x%p {0} ${jndi:ldap://127.0.0.1/a} #{7*7} {{7*7}} <%= 7*7 %>'],
  ['null written out', 'null'],
  ['undefined written out', 'undefined'],
  ['object written out', '[object Object]'],
  ['NaN written out', 'NaN'],
];

/** Texts that are not what they seem; each alone, and with an end that a cut might fall into. */
export function texts(): HostileRecord[] {
  const broken = NOT_UTF8.flatMap(([name, bytes]) => {
    const odd = Buffer.from(bytes);
    return [
      everywhere(`not UTF-8: ${name}`, odd),
      everywhere(`not UTF-8 at the end: ${name}`, Buffer.concat([Buffer.from('text '), odd])),
      valueRecord(`not UTF-8 in JSON: ${name}`, Buffer.concat([Buffer.from('{"a":"'), odd, Buffer.from('"}')])),
      valueRecord(`not UTF-8 late: ${name}`, Buffer.concat([Buffer.alloc(9_000, 'a'), odd])),
    ];
  });
  const tricks = TRICKS.flatMap(([name, text]) => [
    everywhere(`text: ${name}`, text),
    valueRecord(`text in JSON: ${name}`, JSON.stringify({ [text.slice(0, 100)]: text })),
  ]);
  return [...broken, ...tricks, ...cuts()];
}

/** Characters of four bytes and two UTF-16 units across every place where previews are cut. */
function cuts(): HostileRecord[] {
  const places = [255, 256, 1023, 1024, 4095, 4096];
  return places.flatMap((place) =>
    [-3, -2, -1, 0, 1].flatMap((shift) => [
      valueRecord(`cut: astral at byte ${place + shift}`, 'a'.repeat(place + shift) + '😀'.repeat(10)),
      valueRecord(`cut: escape at character ${place + shift}`, `{"a":"${'x'.repeat(place + shift)}\\ud83d\\ude00"}`),
    ]),
  );
}
