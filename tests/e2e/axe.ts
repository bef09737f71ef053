import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe calls serious or critical, as sentences. */
export async function seriousIn(page: Page): Promise<ReadonlyArray<string>> {
  await settled(page);
  // Electron cannot open the blank page that axe's default mode works in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`);
}

/**
 * Waits until nothing moves: what is half faded in has colours that nobody is meant to read. Two frames in a row, for a
 * transition begins a frame after what it shows is in the page.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let still = 0; still < 2;) {
      const moving = document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime ?? Infinity));
      still = moving.length === 0 ? still + 1 : 0;
      // One that is taken away while it runs is rejected, and moves no more.
      await Promise.allSettled(moving.map(({ finished }) => finished));
      await frame();
    }
  });
}
