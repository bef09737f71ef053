/**
 * Control characters decide between text and bytes: a 64-bit key such as 00 00 00 00 00 00 00 2a is valid UTF-8, but as
 * text it would be an empty cell with a star. So NUL and the other control characters mean bytes. Tab, line feed,
 * carriage return, form feed and escape (coloured logs) are what text really has.
 */
// eslint-disable-next-line no-control-regex -- control characters are the subject
const BINARY = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;

/** Where the first character stands that text does not have; -1 where there is none. */
export function firstBinaryCharacter(text: string): number {
  return text.search(BINARY);
}

// eslint-disable-next-line no-control-regex -- control characters are the subject
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * One line out of many: line ends as ↵, tabs as ⇥, other control characters as their pictures. Characters that turn the
 * direction of text are written out, so that a value cannot show itself in another order than it has.
 */
export function foldText(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSEEN, (char) => {
    if (char === '\n' || char === '\r') return '↵';
    if (char === '\t') return '⇥';
    const code = char.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** In JSON a line end or tab is never content, so the indentation around it folds to one space. */
export function foldJson(text: string): string {
  return foldText(text.replace(/ *[\n\r\t][ \n\r\t]*/g, ' ').trim());
}
