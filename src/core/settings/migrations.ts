import { z } from 'zod';
import type { Migration } from './format.ts';

/*
 * Steps from one version of a settings file to the next. Each is frozen once released: it spells out what it writes and
 * uses no constant of the living code, which may change after it.
 */

/** Version 2 knows a Schema Registry per cluster, and clusters whose records are never kept on disk. */
export const clustersFrom1: Migration = {
  from: 1,
  migrate(content) {
    const clusters = z.record(z.string(), z.looseObject({})).parse(content);
    return Object.fromEntries(
      Object.entries(clusters).map(([id, cluster]) => [
        id,
        {
          ...cluster,
          registry: {
            urls: '',
            auth: 'none',
            username: '',
            tls: { ca: { kind: 'none' }, certificate: { kind: 'none' }, key: { kind: 'none' }, serverName: '' },
          },
          neverStore: false,
        },
      ]),
    );
  },
};

/** Version 2 may hold secrets of a registry; the number keeps a version that knows none from calling the file damaged. */
export const secretsFrom1: Migration = { from: 1, migrate: (content) => content };
