import type { RecordField } from './used-fields.ts';

/** The record as the code sees it, of a row that is its only field or the list of them. */
function recordOf(fields: ReadonlyArray<RecordField>): string {
  const parts = fields.map((field, place) => `${field}: ${fields.length === 1 ? 'row' : `row[${String(place)}]`}`);
  return `{ ${parts.join(', ')} }`;
}

/**
 * Runs inside the sandbox, before the user's code and out of its sight. Whatever the code does to the globals around it can
 * change its own answers only: the answer is a text that the other side checks.
 */
export const preludeFor = (fields: ReadonlyArray<RecordField>): string => `(() => {
  'use strict';
  const parse = JSON.parse, big = BigInt, keys = Object.keys, isArray = Array.isArray, promise = Promise, text = String;
  const starts = Function.prototype.call.bind(String.prototype.startsWith);
  const slice = Function.prototype.call.bind(String.prototype.slice);
  const join = Function.prototype.call.bind(Array.prototype.join);
  let at = 0;
  const revive = (value, mark) => {
    if (typeof value === 'string') return starts(value, mark) ? big(slice(value, mark.length)) : value;
    if (value === null || typeof value !== 'object') return value;
    const names = isArray(value) ? null : keys(value);
    const count = names === null ? value.length : names.length;
    for (let index = 0; index < count; index += 1) {
      const name = names === null ? index : names[index];
      const before = value[name];
      const after = name === '__proto__' ? before : revive(before, mark);
      if (after !== before) value[name] = after;
    }
    return value;
  };
  const explain = (error) => {
    try {
      return error !== null && typeof error === 'object' && 'message' in error
        ? text(error.name) + ': ' + text(error.message)
        : text(error);
    } catch (_) {
      return 'an error that cannot be shown';
    }
  };
  return (filter) => ({
    where: () => at,
    run: (batch, mark) => {
      at = 0;
      const rows = parse(batch);
      if (mark !== undefined) revive(rows, mark);
      const count = rows.length;
      const mask = [];
      try {
        for (let index = 0; index < count; index += 1) {
          at = index;
          const row = rows[index];
          const answer = filter(${recordOf(fields)});
          if (typeof answer === 'object' && answer instanceof promise)
            throw new TypeError('the code gives a promise; a filter cannot wait');
          mask[index] = answer ? 1 : 0;
        }
      } catch (error) {
        return '!' + at + ':' + explain(error);
      }
      return join(mask, '');
    },
  });
})()`;

/** The user's code as an expression of record; where it gives a function, that is asked. */
export function asExpression(code: string): string {
  return `(record) => { const answer = (\n${code}\n); return typeof answer === 'function' ? answer(record) : answer; }`;
}

/** The user's code as the body of a function of record. */
export function asBody(code: string): string {
  return `(record) => {\n${code}\n}`;
}
