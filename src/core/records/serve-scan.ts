import { AppError } from '../../shared/errors.ts';
import { compileFilter, type CompiledFilter, type JavaScriptRunner } from '../filters/index.ts';
import { loadDecompress } from '../kafka/index.ts';
import { createAskedSchemas, type AskedSchemas } from './asked-schemas.ts';
import { Decoders } from './decoders.ts';
import { packRecords, unpackRecords } from './matches.ts';
import type { Port } from './protocol.ts';
import type { FromScanThread, ScanSetup, SentTask, ToScanThread } from './scan-protocol.ts';
import { scanTask, type ScanContext } from './scan-task.ts';

export type ScanThreadOptions = { readonly createJavaScriptRunner: () => JavaScriptRunner };

/** A scan thread: looks through pieces one after the other, for as many searches as are open. */
export function serveScan(port: Port, options: ScanThreadOptions): void {
  const thread = new ScanThread(port, options);
  port.on('message', (message) => thread.receive(message as ToScanThread));
  port.postMessage({ kind: 'ready' } satisfies FromScanThread);
}

type Search = { readonly filter: CompiledFilter; readonly decoders: Decoders };

class ScanThread {
  readonly #port: Port;
  readonly #options: ScanThreadOptions;
  readonly #searches = new Map<number, Search | AppError>();
  readonly #schemas: AskedSchemas;
  readonly #decompress = loadDecompress();

  constructor(port: Port, options: ScanThreadOptions) {
    this.#port = port;
    this.#options = options;
    this.#schemas = createAskedSchemas((key, ref) => this.#send({ kind: 'ask-schema', key, ref }));
  }

  receive(message: ToScanThread): void {
    switch (message.kind) {
      case 'setup':
        this.#searches.set(message.search, this.#compile(message.setup));
        return;
      case 'release':
        this.#release(message.search);
        return;
      case 'schema':
        this.#schemas.receive(message.key, message.answer);
        return;
      case 'scan':
        void this.#scan(message.id, message.search, message.task);
    }
  }

  #compile({ filter, decode }: ScanSetup): Search | AppError {
    try {
      const javascript = this.#options.createJavaScriptRunner;
      return { filter: compileFilter(filter, { javascript }), decoders: new Decoders(decode, this.#schemas) };
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }

  #release(id: number): void {
    const search = this.#searches.get(id);
    this.#searches.delete(id);
    if (search !== undefined && !(search instanceof AppError)) void search.filter.close();
  }

  async #scan(id: number, searchId: number, sent: SentTask): Promise<void> {
    try {
      const search = this.#searches.get(searchId);
      if (search === undefined) return;
      if (search instanceof AppError) throw search;
      const context: ScanContext = { ...search, decompress: await this.#decompress };
      const { batches, records, ...task } = sent;
      const { records: matches, ...result } = await scanTask(
        {
          ...task,
          batches: Buffer.from(batches),
          records: records === null ? null : unpackRecords(records, task.partition),
        },
        context,
      );
      const packed = packRecords(matches);
      this.#send({ kind: 'scanned', id, result: { ...result, matches: packed } }, [packed.bytes]);
    } catch (error) {
      this.#send({ kind: 'failed', id, error: asAppError(error).toData() });
    }
  }

  #send(message: FromScanThread, transfer: ReadonlyArray<ArrayBuffer> = []): void {
    this.#port.postMessage(message, transfer);
  }
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('INTERNAL', 'Something went wrong while searching.', {
    hint: 'The log has the details. Please report it through Support.',
    cause: error,
  });
}
