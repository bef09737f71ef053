import type { LogStatus } from '../../shared/contract/log.ts';
import { AppError } from '../../shared/errors.ts';
import type { Implementer } from '../guard/index.ts';
import { roomsOf, type LogReader } from './log-reader.ts';
import type { Log } from './log.ts';

export type LogDeps = {
  readonly log: Log;
  readonly reader: LogReader;
  readonly openFolder: ((folder: string) => Promise<void>) | undefined;
};

export function logProcedures(os: Implementer, { log, reader, openFolder }: LogDeps) {
  async function status(): Promise<LogStatus> {
    return {
      file: reader.file,
      folder: reader.folder,
      files: reader.files().map(({ name, bytes }) => ({ name, bytes })),
      level: log.level(),
      rooms: await roomsOf(reader),
      canOpenFolder: openFolder !== undefined,
    };
  }
  return {
    status: os.log.status.handler(status),
    read: os.log.read.handler(({ input }) => reader.read(input)),
    setLevel: os.log.setLevel.handler(({ input }) => {
      log.setLevel(input.level);
      log.info('log.level', { level: input.level });
      return status();
    }),
    openFolder: os.log.openFolder.handler(async () => {
      if (openFolder === undefined) {
        throw new AppError('UNSUPPORTED', 'A browser cannot open a folder of this computer.', {
          hint: `The log lies in ${reader.folder}.`,
        });
      }
      await openFolder(reader.folder).catch((cause: unknown) => {
        throw new AppError('UNSUPPORTED', `The folder ${reader.folder} could not be opened.`, { cause });
      });
    }),
  };
}
