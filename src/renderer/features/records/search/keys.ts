/** Keys of the searching side: one place, for the buttons' tooltips and the commands alike. */
export const LOAD_MORE_KEYS: ReadonlyArray<string> = ['mod+arrowdown'];
export const PAUSE_KEYS: ReadonlyArray<string> = ['alt+p'];
export const STOP_KEYS: ReadonlyArray<string> = ['alt+s'];
export const READ_ON_KEYS: ReadonlyArray<string> = ['mod+shift+arrowdown'];
export const REFRESH_KEYS: ReadonlyArray<string> = ['f5', 'mod+r'];
export const FILTER_KEYS: ReadonlyArray<string> = ['mod+f', '/'];
export const FIND_KEYS: ReadonlyArray<string> = ['mod+shift+f'];
export const MODE_KEYS = {
  words: ['alt+1'],
  expression: ['alt+2'],
  javascript: ['alt+3'],
} as const satisfies Readonly<Record<string, ReadonlyArray<string>>>;
export const ORDER_KEYS: ReadonlyArray<string> = ['alt+o'];
export const FROM_KEYS: ReadonlyArray<string> = ['alt+g'];
export const UNTIL_KEYS: ReadonlyArray<string> = ['alt+u'];
