import { AppError } from '../../shared/errors.ts';
import type { SchemaRef, SchemaText } from '../serdes/index.ts';
import { SchemaAnswer, schemaTypeOf, Subjects, SubjectVersions, type Reference } from './answers.ts';
import type { RegistryClient } from './client.ts';

/** Real schemas refer a few levels deep, to a few dozen others. A registry that lies must not hold us for ever. */
const MAX_DEPTH = 20;
const MAX_SCHEMAS = 500;
const MAX_CHARACTERS = 20_000_000;
const TITLE_LIMIT_MS = 3_000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Endpoints that a registry turned out not to have; shared by all questions to it. */
export type Missing = Set<'versions' | 'subjects'>;

export type Resolving = { readonly client: RegistryClient; readonly missing: Missing; readonly signal: AbortSignal };

/** The schema with everything it refers to. Rejects with an AppError. */
export async function resolveSchema(resolving: Resolving, ref: SchemaRef): Promise<SchemaText> {
  const answer = await firstAnswer(resolving, ref);
  const type = schemaTypeOf(answer);
  if (type === null) {
    throw new AppError(
      'REGISTRY_ERROR',
      `${nameOf(ref)} is of type ${clean(answer.schemaType ?? '')}, which cannot be decoded.`,
    );
  }
  const [references, title] = await Promise.all([collect(resolving, ref, answer), titleOf(resolving, ref, answer)]);
  return { type, text: answer.schema, references, title };
}

async function firstAnswer({ client, signal }: Resolving, ref: SchemaRef): Promise<SchemaAnswer> {
  const path = pathOf(ref);
  try {
    return await client.ask({ path, signal }, SchemaAnswer);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { context, cause } = error;
    if (error.code === 'SCHEMA_NOT_FOUND') {
      throw new AppError('SCHEMA_NOT_FOUND', `The Schema Registry has no ${nameOf(ref)}.`, {
        hint: 'The record may come from elsewhere, or the cluster names another registry.',
        context,
        cause: error,
      });
    }
    if (ref.kind === 'guid' && context['status'] === 404) {
      throw new AppError('REGISTRY_ERROR', 'This Schema Registry does not find schemas by GUID.', { context, cause });
    }
    throw error;
  }
}

function pathOf(ref: SchemaRef): string {
  if (ref.kind === 'id' && Number.isInteger(ref.id) && ref.id >= 0) return `/schemas/ids/${ref.id}`;
  if (ref.kind === 'guid' && GUID.test(ref.guid)) return `/schemas/guids/${ref.guid.toLowerCase()}`;
  throw new AppError('SCHEMA_NOT_FOUND', `${nameOf(ref)} is not one a Schema Registry can have.`);
}

export function nameOf(ref: SchemaRef): string {
  if (ref.kind === 'id') return `schema with id ${ref.id}`;
  return ref.kind === 'guid' ? `schema with GUID ${clean(ref.guid)}` : `schema version ${clean(ref.version)}`;
}

type Collecting = {
  readonly resolving: Resolving;
  readonly found: Map<string, string>;
  /** Schemas asked for so far, and their characters. */
  asked: number;
  characters: number;
};

/**
 * Dependencies first. Of two with one name the first counts, as in Confluent's own clients; a version that was deleted
 * softly still serves those that refer to it.
 */
async function collect(resolving: Resolving, ref: SchemaRef, answer: SchemaAnswer): Promise<SchemaText['references']> {
  const collecting: Collecting = { resolving, found: new Map(), asked: 0, characters: answer.schema.length };
  try {
    await visit(collecting, answer.references ?? [], []);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${nameOf(ref)} refers to another that could not be had. ${error.message}`, {
      hint: error.hint,
      retryable: error.retryable,
      context: error.context,
      cause: error,
    });
  }
  return [...collecting.found].map(([name, text]) => ({ name, text }));
}

async function visit(collecting: Collecting, references: ReadonlyArray<Reference>, above: ReadonlyArray<string>) {
  const { resolving, found } = collecting;
  const { client, signal } = resolving;
  for (const { name, subject, version } of references) {
    if (found.has(name)) continue;
    const place = `${clean(subject)} version ${version}`;
    if (above.includes(place)) throw tooMuch(`${place} refers to itself in the end.`);
    if (above.length >= MAX_DEPTH) throw tooMuch(`Its references go deeper than ${MAX_DEPTH} levels.`);
    if (++collecting.asked > MAX_SCHEMAS) throw tooMuch(`It refers to more than ${MAX_SCHEMAS} schemas.`);
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}?deleted=true`;
    const answer = await client.ask({ path, signal }, SchemaAnswer);
    collecting.characters += answer.schema.length;
    if (collecting.characters > MAX_CHARACTERS) throw tooMuch('All it refers to is too large together.');
    await visit(collecting, answer.references ?? [], [...above, place]);
    found.set(name, answer.schema);
  }
}

function tooMuch(message: string): AppError {
  return new AppError('REGISTRY_ERROR', message, { hint: 'Ask who runs the registry to look at this schema.' });
}

/** For people; whatever goes wrong here costs the title only. */
async function titleOf(resolving: Resolving, ref: SchemaRef, answer: SchemaAnswer): Promise<string> {
  const tail = ref.kind === 'id' ? `id ${ref.id}` : ref.kind === 'guid' ? `GUID ${ref.guid}` : '';
  if (typeof answer.subject === 'string' && typeof answer.version === 'number') {
    return `${clean(answer.subject)} version ${answer.version}, ${tail}`;
  }
  if (ref.kind !== 'id') return tail;
  const [first, ...others] = (await usesOf(resolving, ref.id)) ?? [];
  if (first === undefined) return tail;
  return `${first}${others.length === 0 ? '' : ` and ${others.length} more`}, ${tail}`;
}

async function usesOf(resolving: Resolving, id: number): Promise<ReadonlyArray<string> | null> {
  const versions = await optional(resolving, 'versions', (question) =>
    resolving.client.ask({ ...question, path: `/schemas/ids/${id}/versions` }, SubjectVersions),
  );
  if (versions !== null) return versions.map(({ subject, version }) => `${clean(subject)} version ${version}`);
  const subjects = await optional(resolving, 'subjects', (question) =>
    resolving.client.ask({ ...question, path: `/schemas/ids/${id}/subjects` }, Subjects),
  );
  return subjects?.map(clean) ?? null;
}

type Patience = { readonly signal: AbortSignal; readonly limitMs: number };

/** An endpoint that not every registry has. One that answers 404 for a schema that exists is not asked again. */
async function optional<T>(
  { missing, signal }: Resolving,
  name: 'versions' | 'subjects',
  ask: (patience: Patience) => Promise<T>,
): Promise<T | null> {
  if (missing.has(name)) return null;
  try {
    return await ask({ signal, limitMs: TITLE_LIMIT_MS });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.context['status'] === 404) missing.add(name);
    return null;
  }
}

/** Names come from outside and stand in sentences: one line, of a length that can be read. */
function clean(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
