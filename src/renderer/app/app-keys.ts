/** Keys that work anywhere in the window, and that buttons show. */
export const PALETTE_KEYS: ReadonlyArray<string> = ['mod+k'];
export const SHORTCUT_KEYS: ReadonlyArray<string> = ['?'];
export const HOME_KEYS: ReadonlyArray<string> = ['mod+shift+h'];
export const SETTINGS_KEYS: ReadonlyArray<string> = ['mod+,'];
export const NEW_CLUSTER_KEYS: ReadonlyArray<string> = ['mod+shift+n', 'alt+n'];
