/** Puts text on the clipboard; true where it is there. `execCommand` serves windows the clipboard API refuses. */
export async function copyText(text: string, page: Document): Promise<boolean> {
  try {
    await page.defaultView?.navigator.clipboard.writeText(text);
    return page.defaultView !== null;
  } catch {
    return copyByCommand(text, page); // Refused: no permission, no secure context, or no focus.
  }
}

function copyByCommand(text: string, page: Document): boolean {
  const focused = page.activeElement;
  const area = page.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.style.position = 'fixed';
  area.style.opacity = '0';
  page.body.append(area);
  area.select();
  const copied = page.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return copied;
}
