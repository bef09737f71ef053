/** Keys of the results, as in ui/keys.ts. */
export const COLUMNS_KEYS = ['alt+c'];
export const HISTOGRAM_KEYS = ['alt+h'];
export const GROUP_KEYS = ['alt+b'];
export const SQL_KEYS = ['alt+q'];
export const COMPARE_KEYS = ['alt+d'];
export const PREVIOUS_KEYS = ['alt+v'];
export const FOLLOW_KEYS = ['alt+k'];
export const SAVE_KEYS = ['mod+s'];
