import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { boundsOnScreen, parseWindowState, readWindowState, writeWindowState } from './window-state.ts';

const SCREEN = { x: 0, y: 0, width: 1600, height: 1000 };
const BOUNDS = { x: 10, y: 20, width: 1200, height: 800 };

it('reads what it wrote', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'conduktor-window-'));
  const file = path.join(folder, 'electron/window.json');
  expect(readWindowState(file).bounds).toBeNull();
  writeWindowState(file, { bounds: BOUNDS, isMaximized: true });
  expect(readWindowState(file)).toEqual({ bounds: BOUNDS, isMaximized: true });
  writeFileSync(file, '{"bounds":');
  expect(readWindowState(file)).toEqual({ bounds: null, isMaximized: false });
  rmSync(folder, { recursive: true });
});

it.each([
  '',
  'null',
  '[]',
  '7',
  '{"bounds":{"x":"1","y":0,"width":10,"height":10}}',
  '{"bounds":{"x":1e9,"y":0,"width":10,"height":10}}',
  '{"bounds":{"x":1,"y":0,"width":0,"height":10}}',
])('starts afresh on %j', (text) => {
  expect(parseWindowState(text).bounds).toBeNull();
});

it('forgets bounds that are on no screen any more', () => {
  expect(boundsOnScreen(BOUNDS, [SCREEN])).toEqual(BOUNDS);
  expect(boundsOnScreen({ ...BOUNDS, x: 1700 }, [SCREEN])).toBeNull();
  expect(boundsOnScreen({ ...BOUNDS, y: -500 }, [SCREEN])).toBeNull();
  expect(boundsOnScreen({ ...BOUNDS, x: 1700 }, [SCREEN, { ...SCREEN, x: 1600 }])).not.toBeNull();
  expect(boundsOnScreen(null, [SCREEN])).toBeNull();
});
