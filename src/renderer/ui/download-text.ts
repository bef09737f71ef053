/** Hands a text to the browser as a file; it (or the window's own dialog) asks where to. */
export function downloadText(name: string, text: string, page: Document, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = page.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; kept longer, the text would stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
