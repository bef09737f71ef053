import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { SchemaText } from './decoded.ts';

/** Characters of a document that are still validated: ajv reads it with doubles and walks all of it. */
const CHECKED_CHARS = 1024 * 1024;
/** Faults named; one is enough to know, a thousand help nobody. */
const FAULTS_NAMED = 5;

/** Says whether a document keeps to its schema, in a sentence. Never fails: a schema that cannot be used is said to be so. */
export type JsonSchemaCheck = (document: string) => string;

/**
 * Validation with ajv, which compiles the schema with `new Function`: for workers, never for the page. Nothing is loaded:
 * a `$ref` that is not among the references is told as such. Numbers are judged as doubles.
 */
export function jsonSchemaCheck(schema: SchemaText): JsonSchemaCheck {
  const skipped = new Set<string>();
  let validate: ReturnType<Ajv['compile']>;
  try {
    validate = compile(schema, skipped);
  } catch (error) {
    const why = `It was not validated: ${sentence(error)}`;
    return () => why;
  }
  return (document) => {
    if (document.length > CHECKED_CHARS) return 'It was not validated: it is longer than 1,048,576 characters.';
    try {
      const valid = validate(JSON.parse(document));
      const faults = (validate.errors ?? []).map(
        (fault) => `${fault.instancePath || 'the document'} ${fault.message ?? ''}`,
      );
      const verdict =
        valid === true ? 'It is valid by its schema.' : `It is not valid by its schema: ${listed(faults)}.`;
      return skipped.size === 0
        ? verdict
        : `${verdict} Not checked, as it could take forever: ${listed([...skipped])}.`;
    } catch (error) {
      return `It was not validated: ${sentence(error)}`;
    }
  };
}

function listed(texts: ReadonlyArray<string>): string {
  const named = texts.slice(0, FAULTS_NAMED).join('; ');
  return texts.length > FAULTS_NAMED ? `${named}; and ${texts.length - FAULTS_NAMED} more` : named;
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${text.slice(0, 300).replace(/\.$/, '')}.`;
}

function compile(schema: SchemaText, skipped: Set<string>): ReturnType<Ajv['compile']> {
  const parsed: unknown = JSON.parse(schema.text);
  const ajv = ajvOf(parsed, skipped);
  for (const reference of schema.references) ajv.addSchema(JSON.parse(reference.text) as object, reference.name);
  return ajv.compile(parsed as object);
}

function ajvOf(schema: unknown, skipped: Set<string>): Ajv {
  const dialect = String((schema as { $schema?: unknown } | null)?.$schema ?? '');
  const options = {
    strict: false,
    allErrors: false,
    // The keywords are judged when they are compiled; a schema of another dialect's meta schema is no reason to refuse.
    validateSchema: false,
    logger: false,
    code: { regExp: carefulRegExp(skipped) },
  } as const;
  const ajv = dialect.includes('2020-12')
    ? new Ajv2020(options)
    : dialect.includes('2019-09')
      ? new Ajv2019(options)
      : dialect.includes('draft-04')
        ? new Ajv04(options)
        : new Ajv(options);
  addFormats(ajv as Ajv);
  return ajv as Ajv;
}

/** Characters a pattern is tried on; a product of repetitions over this many ends in about a second. */
const PATTERN_CHARS = 500;
/** A repeated group with a repetition or a choice inside: may try exponentially many ways. */
const RISKY = /\((?:[^()\\]|\\.)*(?:[+*|}])(?:[^()\\]|\\.)*\)\s*[+*{]|\)\)+[+*{]/;

function carefulRegExp(skipped: Set<string>) {
  const engine = (pattern: string, flags: string): { test(text: string): boolean } => {
    const regExp = new RegExp(pattern, flags);
    const risky = RISKY.test(pattern);
    return {
      test: (text) => {
        if (!risky && text.length <= PATTERN_CHARS) return regExp.test(text);
        skipped.add(`the pattern ${pattern.slice(0, 100)}`);
        return true;
      },
    };
  };
  return Object.assign(engine, { code: 'new RegExp' });
}
