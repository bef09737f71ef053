import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';

/** The page as a person meets it: by what things are called. */
export function appPage(page: Page) {
  return {
    localKafka: page.getByRole('region', { name: 'Local Kafka' }),
    clusters: page.getByRole('region', { name: /^Clusters/ }),
    openTabs: page.getByRole('tablist', { name: 'Open tabs' }),
    topics: page.getByRole('grid', { name: 'Topics' }),
    tab: (name: string | RegExp) => page.getByRole('tab', { name }),
    progress: page.getByRole('status', { name: 'Progress' }),
    record: page.getByRole('region', { name: 'Record', exact: true }),

    /** Where a filter is typed, whichever its kind: an input for words, an editor for a language. */
    filterLine: page.getByRole('search', { name: 'Filter' }).getByRole('textbox', { name: 'Filter these records' }),

    recordsOf: (topic: string) => page.getByRole('grid', { name: `Records of ${topic}` }),

    /** Chooses where reading starts. */
    async readFrom(start: 'Newest' | 'Beginning' | 'Offset' | 'Time' | 'Live tail'): Promise<void> {
      await page.getByRole('button', { name: /^From:/ }).click();
      await page.getByRole('radio', { name: start, exact: true }).click();
    },

    /** Chooses how a filter is written. */
    async filterMode(mode: 'Words' | 'Expression' | 'JavaScript'): Promise<void> {
      await page.getByRole('combobox', { name: 'Kind of filter' }).click();
      await page.getByRole('option', { name: mode }).click();
    },

    /** Starts local Kafka and waits until its cluster is open; what it told on the way is the answer. */
    async startLocalKafka(): Promise<ReadonlyArray<string>> {
      const told = new Set<string>();
      await this.localKafka.getByRole('button', { name: 'Start local Kafka' }).click();
      const open = this.localKafka.getByRole('button', { name: 'Open', exact: true });
      await expect
        .poll(
          async () => {
            for (const step of await this.localKafka.getByRole('status').allTextContents()) told.add(step);
            // Whoever waited for it is taken to the cluster at once.
            if ((await this.openTabs.count()) > 0) return true;
            if ((await open.count()) > 0) await open.click();
            return false;
          },
          { timeout: 180_000, intervals: [100] },
        )
        .toBe(true);
      return [...told];
    },
  };
}

/** Puts a text in place of what is in an editor. Typed key by key, an editor would close brackets and quotes by itself. */
export async function typeInto(line: Locator, text: string): Promise<void> {
  const page: Page = line.page();
  await line.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** The cells of a row of a grid by their place. */
export async function cellsOf(row: Locator): Promise<ReadonlyArray<string>> {
  return await row.getByRole('gridcell').allTextContents();
}

/**
 * The cells of every row of a grid, in order. Only rows in sight are in the page, so it is read while paging down, and
 * again from the start: a page that was gone before it was drawn is read the next time.
 */
export async function readRows(grid: Locator, count: number): Promise<ReadonlyArray<ReadonlyArray<string>>> {
  const found = new Map<number, ReadonlyArray<string>>();
  const { keyboard } = grid.page();
  await grid.locator('[role=row][tabindex="0"]').focus();
  await keyboard.press('Home');
  const page = async () => {
    const inSight = await grid.getByRole('row').evaluateAll((rows) =>
      rows.map((row) => ({
        index: Number(row.getAttribute('aria-rowindex')),
        cells: [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent),
      })),
    );
    for (const { index, cells } of inSight) if (cells.length > 0) found.set(index, cells);
    const isAtEnd = inSight.at(-1)?.index === Number(await grid.getAttribute('aria-rowcount'));
    await keyboard.press(isAtEnd ? 'Home' : 'PageDown');
    return found.size;
  };
  await expect.poll(page, { intervals: [100] }).toBe(count);
  await keyboard.press('Home');
  return [...found].sort(([left], [right]) => left - right).map(([, cells]) => cells);
}

/** Where the local broker listens: the first cluster of the settings. */
export async function localBootstrap(configFolder: string): Promise<string> {
  const text = await readFile(path.join(configFolder, 'clusters.json'), 'utf8');
  const address = /"bootstrapServers":\s*"([^"]+)"/.exec(text)?.[1];
  if (address === undefined) throw new Error('No cluster was saved.');
  return address;
}
