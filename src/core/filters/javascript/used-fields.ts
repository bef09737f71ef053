/** The fields of `record`, in the order in which a whole one is handed over. */
export const RECORD_FIELDS = ['topic', 'partition', 'offset', 'timestamp', 'key', 'value', 'headers'] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

/** What a script can see of a record at most. */
export type UsedFields = {
  readonly fields: ReadonlyArray<RecordField>;
  /** The fields of an object in `value` that it reads; null: it may read any. */
  readonly names: ReadonlyArray<string> | null;
};

export const ALL_FIELDS: UsedFields = { fields: RECORD_FIELDS, names: null };

/**
 * What a script reads of a record, from its text. To make a whole record inside the sandbox is most of what a JavaScript
 * filter costs, and most scripts look at a field or two. Anything this does not understand to the letter gives ALL_FIELDS:
 * it may say "all" wrongly, never "not that one". So it vouches for a script only where
 *
 * - `record` is written as `record.field` and nothing else (not handed on, taken apart or assigned to), and
 *   `record.value` as `record.value.name`, without a call on it, whose `this` would be the whole value;
 * - nothing reaches a property by a name that is computed, and no word stands anywhere by which a script could get at
 *   what it was not handed: code from text, the prototypes that all objects share, the arguments of a caller;
 * - its answer cannot be a function of its own, which would be asked with the record.
 */
export function usedFields(code: string): UsedFields {
  const tokens = tokensOf(code);
  if (tokens === null || !isPlain(tokens) || mayAnswerWithFunction(tokens)) return ALL_FIELDS;
  const fields = new Set<RecordField>();
  const names = new Set<string>();
  let isWhole = false;
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at] !== 'record') continue;
    const field = tokens[at + 2];
    if (isMember(tokens[at - 1]) || !isMember(tokens[at + 1]) || !isField(field)) return ALL_FIELDS;
    fields.add(field);
    if (field !== 'value') continue;
    const name = isMember(tokens[at + 3]) ? tokens[at + 4] : undefined;
    if (name === undefined || !isOwnName(name) || isCalled(tokens, at + 5)) isWhole = true;
    else names.add(name);
  }
  return { fields: RECORD_FIELDS.filter((field) => fields.has(field)), names: isWhole ? null : [...names] };
}

/** Names that mean something even where an object has no such field of its own. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));
const WORD = /^[A-Za-z_$][\w$]*$/;

function isMember(token: string | undefined): boolean {
  return token === '.' || token === '?.';
}

function isField(token: string | undefined): token is RecordField {
  return (RECORD_FIELDS as ReadonlyArray<string | undefined>).includes(token);
}

function isOwnName(token: string): boolean {
  return WORD.test(token) && !INHERITED.has(token);
}

/** A call, also one through `?.`, or of what stands in parentheses: its `this` is what the name was read from. */
function isCalled(tokens: ReadonlyArray<string>, at: number): boolean {
  let next = at;
  while (tokens[next] === ')') next += 1;
  return tokens[next] === '(' || (tokens[next] === '?.' && tokens[next + 1] === '(');
}

/** Words that can lead beyond what a script was handed. */
const FORBIDDEN = new Set(
  (
    'eval arguments this super import new class with async await yield get set static of ' +
    'Function Object Reflect Proxy JSON Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError ' +
    'URIError InternalError globalThis Symbol Promise WeakRef FinalizationRegistry Iterator Generator ' +
    'constructor prototype caller callee prepareStackTrace captureStackTrace toJSON call apply bind'
  ).split(' '),
);
/** What may stand before `[` where it begins a list; after anything else it could reach for a property, or name one. */
const BEFORE_LIST = new Set([
  '(',
  '=',
  '=>',
  ':',
  '?',
  '!',
  '&',
  '|',
  '+',
  '-',
  '*',
  '%',
  '<',
  '>',
  ';',
  'return',
  'in',
  '[',
]);

function isPlain(tokens: ReadonlyArray<string>): boolean {
  for (const [at, token] of tokens.entries()) {
    if (FORBIDDEN.has(token) || token.startsWith('__')) return false;
    if (token !== '[') continue;
    const isIndex = /^\d+$/.test(tokens[at + 1] ?? '') && tokens[at + 2] === ']';
    const before = tokens[at - 1];
    if (!isIndex && before !== undefined && !BEFORE_LIST.has(before)) return false;
  }
  return true;
}

/**
 * Code is taken for an expression first, and a function that comes out of it is asked with the record. A `return` that
 * stands in no braces is no expression. Without braces and arrows nothing makes a function.
 */
function mayAnswerWithFunction(tokens: ReadonlyArray<string>): boolean {
  let [braces, parentheses] = [0, 0];
  let [isBody, canMake] = [false, false];
  for (const [at, token] of tokens.entries()) {
    if (token === 'return' && braces === 0 && !isMember(tokens[at - 1])) isBody = true;
    if (token === '{') braces += 1;
    if (token === '}') braces -= 1;
    if (token === '(') parentheses += 1;
    if (token === ')') parentheses -= 1;
    // It ends what it is put into, and is then something else than it looks.
    if (braces < 0 || parentheses < 0) return true;
    if (token === '{' || token === '=>' || token === 'function') canMake = true;
  }
  return canMake && !isBody;
}

/** One token after the other: space, comments, a text, a number, a word, a sign. */
const TOKEN =
  /[ \t\r\n]+|\/\/[^\r\n]*|\/\*[^]*?\*\/|'(?:[^'\\\r\n]|\\[^\r\nux])*'|"(?:[^"\\\r\n]|\\[^\r\nux])*"|(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?n?)(?![\w$.])|[A-Za-z_$][\w$]*|=>|\?\.(?!\d)|\.\.\.|[-+*/%=<>!&|^~?:;,.(){}[\]]/y;
/** A text as a token: what it says does not matter, for no name is ever computed. */
const TEXT = "''";

/** Null where there is anything else in it: templates, patterns, escapes of characters, other alphabets. */
function tokensOf(code: string): ReadonlyArray<string> | null {
  const tokens: string[] = [];
  // Comments as HTML has them, and line ends that are not looked for below.
  if (/<!--|-->|[\u2028\u2029]/.test(code)) return null;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < code.length;) {
    const [text] = TOKEN.exec(code) ?? [];
    if (text === undefined) return null;
    if (/^(?:[ \t\r\n]|\/\/|\/\*)/.test(text)) continue;
    if (text === '/' && !divides(tokens.at(-1))) return null;
    if (text === '...') return null;
    tokens.push(/^['"]/.test(text) ? TEXT : text);
  }
  return tokens;
}

/** True where a slash is a division for certain; elsewhere it may begin a pattern. */
function divides(before: string | undefined): boolean {
  if (before === undefined || before === 'return' || before === 'typeof' || before === 'in') return false;
  return /^\d/.test(before) || (WORD.test(before) && !KEYWORDS.has(before)) || before === ']';
}

const KEYWORDS = new Set('case delete do else in instanceof return throw typeof void yield await'.split(' '));
