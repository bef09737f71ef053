import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type WindowState = { readonly bounds: Bounds | null; readonly isMaximized: boolean };

const FRESH: WindowState = { bounds: null, isMaximized: false };
/** So much of the title bar must be on a screen for a hand to catch it. */
const VISIBLE_PIXELS = 80;

/** Where the window was. A missing or broken file is a fresh start: losing it costs a moved window. */
export function readWindowState(file: string): WindowState {
  try {
    return parseWindowState(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return FRESH;
    throw error;
  }
}

/** Written when the window closes; synchronous, because the app may be gone a moment later. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

export function parseWindowState(text: string): WindowState {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || !('bounds' in value)) return FRESH;
  return {
    bounds: isBounds(value.bounds) ? value.bounds : null,
    isMaximized: 'isMaximized' in value && value.isMaximized === true,
  };
}

/** The remembered bounds where they still are on a screen, else null: screens get unplugged. */
export function boundsOnScreen(bounds: Bounds | null, screens: ReadonlyArray<Bounds>): Bounds | null {
  if (bounds === null) return null;
  const isReachable = screens.some((screen) => {
    const overlap = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
    return overlap >= VISIBLE_PIXELS && bounds.y >= screen.y && bounds.y <= screen.y + screen.height - VISIBLE_PIXELS;
  });
  return isReachable ? bounds : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  const isWhole = [x, y, width, height].every((side) => Number.isInteger(side) && Math.abs(side as number) <= 32_767);
  return isWhole && (width as number) >= 1 && (height as number) >= 1;
}
