/** True where no element has the keyboard: nothing has been chosen yet, or what had it was taken away. */
export function isFocusNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
