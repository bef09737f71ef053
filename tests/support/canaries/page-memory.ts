import type { Page } from '@playwright/test';

type Snapshot = {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: ReadonlyArray<string>;
      readonly edge_fields: ReadonlyArray<string>;
      readonly edge_types: readonly [ReadonlyArray<string>, ...unknown[]];
    };
  };
  readonly nodes: ReadonlyArray<number>;
  readonly edges: ReadonlyArray<number>;
  readonly strings: ReadonlyArray<string>;
};

/**
 * The texts that are properties of the page's objects, after everything nobody holds is collected. What the browser's own
 * side still has of a field that is gone (it frees that in its own time) is held by no object, and is not told.
 */
export async function memoryOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const texts = heldTexts(JSON.parse(chunks.join('')) as Snapshot);
  return Buffer.from(texts.join('\n')).toString('latin1');
}

function heldTexts({ snapshot, nodes, edges, strings }: Snapshot): ReadonlyArray<string> {
  const { node_fields: nodeFields, edge_fields: edgeFields, edge_types: edgeTypes } = snapshot.meta;
  const [name, edgeCount] = [nodeFields.indexOf('name'), nodeFields.indexOf('edge_count')];
  const [type, target] = [edgeFields.indexOf('type'), edgeFields.indexOf('to_node')];
  const [kinds] = edgeTypes;
  const held = new Set<string>();
  let edge = 0;
  for (let node = 0; node < nodes.length; node += nodeFields.length) {
    const last = edge + (nodes[node + edgeCount] ?? 0) * edgeFields.length;
    for (; edge < last; edge += edgeFields.length) {
      const kind = kinds[edges[edge + type] ?? 0] ?? '';
      if (!['property', 'element', 'context'].includes(kind)) continue;
      const owner = strings[nodes[node + name] ?? 0] ?? '';
      if (owner.startsWith('(')) continue; // A table of the engine, such as that of all external strings.
      held.add(strings[nodes[(edges[edge + target] ?? 0) + name] ?? 0] ?? '');
    }
  }
  return [...held];
}
