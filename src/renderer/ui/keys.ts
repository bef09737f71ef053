/**
 * Keys are written as `mod+k`, `ctrl+tab`, `alt+w`, `?`, `escape`: `mod` is ⌘ on a Mac and Ctrl elsewhere. A key without
 * modifiers other than Escape is left to whoever is typing.
 */
export type KeyPlatform = 'mac' | 'other';

/** The parts of a KeyboardEvent that decide. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function matchesKey(press: KeyPress, combination: string, platform: KeyPlatform): boolean {
  const parts = combination.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name);
  const wantsControl = wants('ctrl') || (platform === 'other' && wants('mod'));
  const wantsMeta = platform === 'mac' && wants('mod');
  // Shift is part of how a character such as `?` is typed, so it counts only where it is named or the key is no character.
  const shiftFits = press.shiftKey === wants('shift') || (key.length === 1 && !/[a-z0-9]/.test(key));
  return (
    press.key.toLowerCase() === key &&
    press.ctrlKey === wantsControl &&
    press.metaKey === wantsMeta &&
    press.altKey === wants('alt') &&
    shiftFits
  );
}

const MAC_NAMES: Readonly<Record<string, string>> = { mod: '⌘', ctrl: '⌃', alt: '⌥', shift: '⇧' };
const KEY_NAMES: Readonly<Record<string, string>> = {
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  ' ': 'Space',
  pagedown: 'PgDn',
  pageup: 'PgUp',
  delete: 'Del',
};

/** The combination as printed on the user's keyboard: `⌘K`, `Ctrl+K`. */
export function keyLabel(combination: string, platform: KeyPlatform): string {
  const names = combination.split('+').map((part) => {
    if (platform === 'mac' && part in MAC_NAMES) return MAC_NAMES[part] ?? part;
    if (part === 'mod') return 'Ctrl';
    return KEY_NAMES[part] ?? part.charAt(0).toUpperCase() + part.slice(1);
  });
  return platform === 'mac' ? names.join('') : names.join('+');
}

/** Keys a browser keeps for itself, so the page must not promise them on the console host. */
const TAKEN_BY_BROWSERS = /^(mod\+(shift\+)?(w|t|n|[1-9])|ctrl\+(shift\+)?tab)$/;

export function usableKeys(keys: ReadonlyArray<string>, host: 'desktop' | 'console'): ReadonlyArray<string> {
  return host === 'desktop' ? keys : keys.filter((key) => !TAKEN_BY_BROWSERS.test(key));
}

/** True where a plain letter belongs to the element and not to a command. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}
