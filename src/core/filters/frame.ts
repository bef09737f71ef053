import type { DecodedRecord, Part } from '../serdes/index.ts';
import type { Exact } from '../../shared/values/exact.ts';
import type { PathStep } from './ast.ts';
import { Projection } from './projection.ts';

/** The record an expression is just now evaluated on, and what was read of it. */
export type Frame = {
  record: DecodedRecord;
  readonly key: Projection;
  readonly value: Projection;
  /** The element inside any(…) and all(…). */
  it: Exact;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

/** Collects the paths of the expressions that share a frame. */
export class FrameBuilder {
  readonly #paths = { key: [] as Array<ReadonlyArray<PathStep>>, value: [] as Array<ReadonlyArray<PathStep>> };
  readonly #slots = new Map<string, number>();
  readonly needs = { key: false, value: false, headers: false };

  /** The slot of a path without `[*]`; the same path has the same slot. */
  slot(part: 'key' | 'value', steps: ReadonlyArray<PathStep>): number {
    const id = JSON.stringify([
      part,
      ...steps.map((step) => (step.kind === 'field' ? step.name : step.kind === 'index' ? step.index : null)),
    ]);
    const known = this.#slots.get(id);
    if (known !== undefined) return known;
    const slot = this.#paths[part].length;
    this.#paths[part].push(steps);
    this.#slots.set(id, slot);
    return slot;
  }

  build(clock: () => number): Frame {
    return {
      record: NO_RECORD,
      key: new Projection('key', this.#paths.key),
      value: new Projection('value', this.#paths.value),
      it: null,
      clock,
    };
  }
}

export function beginRecord(frame: Frame, record: DecodedRecord): void {
  frame.record = record;
  frame.key.begin(record);
  frame.value.begin(record);
}

const NO_PART: Part = {
  bytes: null,
  isPlainText: false,
  value: () => null,
  text: () => '',
  failure: () => null,
  preview: () => ({ format: 'null', text: '', cut: false }),
  detail: () => ({ format: 'null', text: '', raw: null, cut: false, size: 0, reason: '', failure: null, schema: null }),
};

const NO_RECORD: DecodedRecord = {
  topic: '',
  partition: 0,
  offset: 0n,
  timestamp: 0n,
  key: NO_PART,
  value: NO_PART,
  headers: [],
};
